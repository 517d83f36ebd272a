/**
 * Bowline: a channel with the face of a WebSocket (W3C `WebSocket` interface), over whatever connection the network lets
 * through, exactly once and in order.
 */
import { resolve } from './address';
import type { BowlineEventMap, BowlineOptions, Transport } from './api';
import { isBlob, readBlob, sizeOf, toOctets, wellFormed } from './bytes';
import { CLOSED, CLOSING, CONNECTING, OPEN, createChannel } from './channel';
import type { Channel } from './channel';
import { createLookup } from './environment';
import type { Lookup } from './environment';
import { filter } from './lists';
import { complete } from './options';
import { Code } from './records';

type EventName = keyof BowlineEventMap;
type Handler<K extends EventName> = ((event: BowlineEventMap[K]) => void) | null;
type Listener<K extends EventName> =
  ((event: BowlineEventMap[K]) => void) | { handleEvent(event: BowlineEventMap[K]): void };

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
  declare static readonly CONNECTING: 0;
  declare static readonly OPEN: 1;
  declare static readonly CLOSING: 2;
  declare static readonly CLOSED: 3;
  declare readonly CONNECTING: 0;
  declare readonly OPEN: 1;
  declare readonly CLOSING: 2;
  declare readonly CLOSED: 3;

  /** The channel's URL, absolute. */
  readonly url: string;
  /** As in `WebSocket`; a channel has none. */
  declare readonly protocol: '';
  /** As in `WebSocket`; a channel has none. */
  declare readonly extensions: '';
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

  declare onopen: Handler<'open'>;
  declare onmessage: Handler<'message'>;
  declare onerror: Handler<'error'>;
  declare onclose: Handler<'close'>;
  declare ontransport: Handler<'transport'>;
  declare ondetached: Handler<'detached'>;
  declare onresumed: Handler<'resumed'>;
  declare ongap: Handler<'gap'>;
  declare onreset: Handler<'reset'>;

  private readonly channel: Channel;
  private readonly lookup: Lookup;
  private readonly options: Required<BowlineOptions>;
  private listeners: { readonly type: string; readonly listener: unknown }[] = [];

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
    const address = resolve(url, page ? page.href : '');
    if (!address) {
      throw failure('SyntaxError', 'Not a URL: ' + url);
    }
    this.url = 'http' + address.base + address.query.replace('&', '?');
    // To everyone else its fields are read-only.
    this.channel = createChannel(address, settings, lookup, this);
  }

  /**
   * Sends a message: text, an `ArrayBuffer`, a view of one, or a `Blob`; an array of octets on engines without typed
   * arrays. It is copied. After `close` it is discarded, as by a WebSocket.
   * @throws InvalidStateError while `CONNECTING`
   * @throws QuotaExceededError if it is larger than the server takes, or than `maxBuffer` leaves room for
   */
  send(data: string | ArrayBufferLike | ArrayBufferView | Blob | readonly number[]): void {
    if (this.readyState === CONNECTING) {
      throw failure('InvalidStateError', 'Not open');
    }
    const payload = isBlob(data) ? undefined : toOctets(data) || wellFormed('' + (data as string));
    const size = payload === undefined ? (data as Blob).size : sizeOf(payload);
    const limit = this.channel.maxMessage();
    const full = this.bufferedAmount + size > this.options.maxBuffer;
    if (size > limit || (full && this.options.overflow === 'error')) {
      throw failure('QuotaExceededError', 'Too big: ' + size);
    }
    if (this.readyState === OPEN && !full) {
      const fill = this.channel.send(payload, size);
      if (payload === undefined) {
        readBlob(data as Blob, fill);
      }
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
      throw failure('InvalidAccessError', 'Not 1000 or 3000-4999: ' + code);
    }
    const text = wellFormed('' + reason);
    const size = sizeOf(text);
    if (size > 123) {
      throw failure('SyntaxError', 'Too big: ' + size);
    }
    if (this.readyState < CLOSING) {
      this.channel.close({ code, reason: text });
    }
  }

  /** Adds a listener (DOM `EventTarget`); the same one counts once. */
  addEventListener<K extends EventName>(type: K, listener: Listener<K>): void {
    this.removeEventListener(type, listener);
    this.listeners.push({ type, listener });
  }

  /** Removes a listener. */
  removeEventListener<K extends EventName>(type: K, listener: Listener<K>): void {
    this.listeners = filter(this.listeners, (other) => other.type !== type || other.listener !== listener);
  }

  /** Calls the handlers of an event (DOM `EventTarget`). */
  dispatchEvent(event: { readonly type: string }): boolean {
    const type = event.type;
    const own = { type, listener: (this as unknown as Record<string, unknown>)['on' + type] };
    filter([own].concat(this.listeners), (entry) => {
      const listener = entry.listener as {
        call?(self: object, event: object): void;
        handleEvent?(event: object): void;
      } | null;
      if (entry.type === type && listener) {
        try {
          if (listener.handleEvent) {
            listener.handleEvent(event);
          } else if (listener.call) {
            listener.call(this, event);
          }
        } catch (error) {
          // As in a WebSocket, a handler that throws is reported and disturbs nobody.
          (this.lookup('setTimeout') as (callback: () => void, ms: number) => number)(() => {
            throw error;
          }, 0);
        }
      }
    });
    return true;
  }
}

// Plain properties, as in a WebSocket, and on the prototype, so that `'onopen' in channel` holds.
const prototype = Bowline.prototype as unknown as Record<string, unknown>;
prototype.protocol = prototype.extensions = '';
const states = { CONNECTING, OPEN, CLOSING, CLOSED };
for (const name in states) {
  prototype[name] = (Bowline as unknown as Record<string, unknown>)[name] = states[name as keyof typeof states];
}
filter('open message error close transport detached resumed gap reset'.split(' '), (name) => {
  prototype['on' + name] = null;
});
