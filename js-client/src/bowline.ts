/**
 * Bowline: a channel with the face of a WebSocket (W3C `WebSocket` interface), over whatever connection the network lets
 * through, exactly once and in order.
 */
import { resolve } from './address';
import type { BowlineEventMap, BowlineOptions, Transport } from './api';
import { kindOf, readBlob, sizeOf, toData, toOctets, wellFormed } from './bytes';
import { createChannel } from './channel';
import type { Channel } from './channel';
import { createLookup } from './environment';
import type { Lookup } from './environment';
import { complete } from './options';
import { Code } from './records';
import type { Payload } from './records';

type EventName = keyof BowlineEventMap;
type Handler<K extends EventName> = ((event: BowlineEventMap[K]) => void) | null;
type Listener<K extends EventName> = ((event: BowlineEventMap[K]) => void) | { handleEvent(event: BowlineEventMap[K]): void };

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;

/** An error by the name that the W3C interface gives it (on every engine, hence no `DOMException`). */
function failure(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

/**
 * A channel to a Bowline server.
 *
 * It is a `WebSocket` to code that knows one, with the same states, events and checks of arguments, except that it
 * stays `OPEN` while a lost connection is replaced and that `bufferedAmount` counts what the server has not yet
 * acknowledged. States are plain fields, written by the channel only.
 *
 * ```js
 * const channel = new Bowline('/channel');
 * channel.onmessage = (event) => console.log(event.data);
 * channel.onopen = () => channel.send('hello');
 * ```
 */
export class Bowline {
  static readonly CONNECTING = CONNECTING;
  static readonly OPEN = OPEN;
  static readonly CLOSING = CLOSING;
  static readonly CLOSED = CLOSED;
  readonly CONNECTING = CONNECTING;
  readonly OPEN = OPEN;
  readonly CLOSING = CLOSING;
  readonly CLOSED = CLOSED;

  /** The channel's URL, absolute. */
  readonly url: string;
  /** As in `WebSocket`; a channel has none. */
  readonly protocol = '';
  /** As in `WebSocket`; a channel has none. */
  readonly extensions = '';
  /** `CONNECTING`, `OPEN`, `CLOSING` or `CLOSED`. */
  readonly readyState: number = CONNECTING;
  /** Bytes of payload that the server has not acknowledged. */
  readonly bufferedAmount: number = 0;
  /** What carries the session now; empty while nothing does. */
  readonly transport: Transport | '' = '';
  /**
   * How binary messages are delivered; `arraybuffer` where the engine has no `Blob`.
   * @default 'blob'
   */
  binaryType: 'blob' | 'arraybuffer' = 'blob';

  onopen: Handler<'open'> = null;
  onmessage: Handler<'message'> = null;
  onerror: Handler<'error'> = null;
  onclose: Handler<'close'> = null;
  ontransport: Handler<'transport'> = null;
  ondetached: Handler<'detached'> = null;
  onresumed: Handler<'resumed'> = null;
  ongap: Handler<'gap'> = null;
  onreset: Handler<'reset'> = null;

  private readonly channel: Channel;
  private readonly lookup: Lookup;
  private readonly options: Required<BowlineOptions>;
  private readonly listeners: Record<string, never[]> = {};
  /** Sends and closes in their order; the first one may be reading a Blob. */
  private readonly steps: ((done: () => void) => void)[] = [];
  /** Bytes of the sends among them. */
  private reading = 0;

  /**
   * Opens a channel.
   * @param url where the channel is mounted: `http`, `https`, `ws`, `wss`, or relative to the page
   * @param options see {@link BowlineOptions}; a WebSocket's protocols in their place are ignored
   * @throws SyntaxError for a URL that a WebSocket would refuse, RangeError for an option out of bounds
   */
  constructor(url: string, options?: BowlineOptions | string | readonly string[]) {
    const settings = (this.options = complete(options));
    const lookup = (this.lookup = createLookup(settings.environment));
    const page = lookup('location');
    const address = resolve('' + url, page ? page.href : '');
    if (!address) {
      throw failure('SyntaxError', 'Not the URL of a channel: ' + url);
    }
    this.url = address.base + address.query.replace('&', '?');

    const self = this as { -readonly [K in keyof Bowline]: Bowline[K] };
    const emit = (type: EventName, fields: object): void => {
      this.emit(type, fields);
    };
    let previous: Transport | '' = '';
    let lost = false;
    this.channel = createChannel(address, settings, {
      attached: (transport, resumed) => {
        self.transport = transport;
        const change = { transport, previous };
        const changed = transport !== previous;
        previous = transport;
        if (self.readyState === CONNECTING) {
          self.readyState = OPEN;
          emit('open', {});
        } else if (resumed && !lost) {
          emit('resumed', change);
        }
        lost = false;
        if (changed) {
          emit('transport', change);
        }
      },
      detached: (code, reason) => {
        self.transport = '';
        emit('detached', { code, reason });
      },
      message: (payload) => {
        if (self.readyState === OPEN) {
          emit('message', { data: this.deliver(payload) });
        }
      },
      gap: (from, to) => {
        emit('gap', { from, to });
      },
      reset: (code, reason, messages) => {
        const kept: unknown[] = [];
        for (let i = 0; i < messages.length; i++) {
          kept.push(toData(messages[i] as Payload));
        }
        self.transport = previous = '';
        lost = true;
        emit('reset', { code, reason, messages: kept });
      },
      closed: (code, reason, wasClean) => {
        self.readyState = CLOSED;
        self.transport = '';
        if (!wasClean) {
          emit('error', {});
        }
        emit('close', { code, reason, wasClean });
      },
      buffered: (bytes) => {
        self.bufferedAmount = bytes + this.reading;
      },
    });
  }

  /**
   * Sends a message: text, an `ArrayBuffer`, a view of one, or a `Blob`; an array of octets on engines without typed
   * arrays. It is copied. After `close` it is discarded, as by a WebSocket.
   * @throws InvalidStateError while `CONNECTING`
   * @throws QuotaExceededError if it is larger than the server takes, or than `maxBuffer` leaves room for
   */
  send(data: string | ArrayBufferLike | ArrayBufferView | Blob | readonly number[]): void {
    if (this.readyState === CONNECTING) {
      throw failure('InvalidStateError', 'The channel is not open yet');
    }
    const payload = /Blob|File/.test(kindOf(data)) ? undefined : toOctets(data) || wellFormed('' + (data as string));
    const size = payload === undefined ? (data as Blob).size : sizeOf(payload);
    if (size > this.channel.maxMessage()) {
      throw failure('QuotaExceededError', 'The server takes messages of at most ' + this.channel.maxMessage() + ' bytes, not ' + size);
    }
    if (this.bufferedAmount + size > this.options.maxBuffer) {
      if (this.options.overflow === 'drop') {
        return;
      }
      throw failure('QuotaExceededError', 'maxBuffer (' + this.options.maxBuffer + ' bytes) is full');
    }
    if (this.readyState === OPEN) {
      this.reading += size;
      this.take((done) => {
        const ready = (octets: Payload | undefined): void => {
          this.reading -= size;
          if (octets !== undefined) {
            this.channel.send(octets, size);
          }
          done();
        };
        if (payload === undefined) {
          readBlob(data as Blob, ready);
        } else {
          ready(payload);
        }
      });
    }
  }

  /**
   * Closes the channel after what was sent before.
   * @param code 1000 (default) or 3000 to 4999; the protocol keeps 4000 to 4899 for itself
   * @param reason at most 123 bytes of UTF-8
   * @throws InvalidAccessError, SyntaxError as a WebSocket does
   */
  close(code: number = Code.NORMAL, reason = ''): void {
    if (code !== Code.NORMAL && !(code >= 3000 && code <= 4999)) {
      throw failure('InvalidAccessError', 'The close code must be 1000 or 3000 to 4999, not ' + code);
    }
    const text = wellFormed('' + reason);
    if (sizeOf(text) > 123) {
      throw failure('SyntaxError', 'The reason for closing is longer than 123 bytes');
    }
    const state = this.readyState;
    if (state < CLOSING) {
      this.become(CLOSING);
      this.take((done) => {
        if (state === CONNECTING) {
          this.channel.abort();
        } else {
          this.channel.close(code, text);
        }
        done();
      });
    }
  }

  /** Adds a listener (DOM `EventTarget`); the same one counts once. */
  addEventListener<K extends EventName>(type: K, listener: Listener<K>): void {
    this.removeEventListener(type, listener);
    this.listeners[type] = ((this.listeners[type] || []) as Listener<K>[]).concat([listener]) as never[];
  }

  /** Removes a listener. */
  removeEventListener<K extends EventName>(type: K, listener: Listener<K>): void {
    const all = (this.listeners[type] || []) as Listener<K>[];
    const kept: Listener<K>[] = [];
    for (let i = 0; i < all.length; i++) {
      const other = all[i] as Listener<K>;
      if (other !== listener) {
        kept.push(other);
      }
    }
    this.listeners[type] = kept as never[];
  }

  /** Calls the handlers of an event (DOM `EventTarget`). */
  dispatchEvent(event: { readonly type: string }): boolean {
    const type = event.type;
    const handlers = [(this as unknown as Record<string, unknown>)['on' + type]].concat(this.listeners[type] || []);
    for (let i = 0; i < handlers.length; i++) {
      const handler = handlers[i] as Listener<never>;
      try {
        if (typeof handler === 'function') {
          (handler as (event: object) => void).call(this, event);
        } else if (handler) {
          (handler as { handleEvent(event: object): void }).handleEvent(event);
        }
      } catch (error) {
        // As in a WebSocket, a handler that throws is reported and disturbs nobody.
        (this.lookup('setTimeout') as (callback: () => void, ms: number) => number)(() => {
          throw error;
        }, 0);
      }
    }
    return true;
  }

  private emit(type: EventName, fields: { type?: string; target?: unknown }): void {
    fields.type = type;
    fields.target = this;
    this.dispatchEvent(fields as { type: string });
  }

  /** Queues a step behind the Blobs that are still being read. */
  private take(step: (done: () => void) => void): void {
    const steps = this.steps;
    const next = (): void => {
      const first = steps[0];
      if (first) {
        first(() => {
          steps.shift();
          next();
        });
      }
    };
    if (steps.push(step) === 1) {
      next();
    }
  }

  private become(state: number): void {
    (this as { readyState: number }).readyState = state;
  }

  private deliver(payload: Payload): unknown {
    const Blob = this.lookup('Blob');
    const data = toData(payload);
    return Blob && data !== payload && this.binaryType === 'blob' ? new Blob([data]) : data;
  }
}
