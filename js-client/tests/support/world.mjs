/**
 * A channel in a world of our own: clock, timers, network, storage and page are here, and nothing moves but by the test.
 * `world.links` has every connection and request that the channel has made, in order.
 */
import { sources } from './sources.mjs';

export const { Bowline } = await sources(['bowline']);

export const INFO = {
  ...{
    session: 'token',
    id: 'id',
    resumed: false,
    ack: 0,
    next: 1,
    heartbeat: 20000,
    resumeTimeout: 120000,
    wait: 25000,
  },
  ...{ send: { messages: 8, bytes: 1000 }, receive: { messages: 64, bytes: 9999 }, maxMessage: 1000, maxBatch: 4000 },
  transports: ['websocket', 'sse', 'polling'],
};
const NAMES = { s: 'session', a: 'ack', p: 'ping', g: 'gap', r: 'reconnect', c: 'close', e: 'error' };

/** Lets promises come true. */
export const settle = async () => {
  for (let i = 0; i < 3; i++) {
    await new Promise((done) => setImmediate(done));
  }
};

/** What a WebSocket and an HTTP request have in common for a test. */
class Link {
  open = true;

  constructor(world, kind, url) {
    Object.assign(this, { world, kind, url, query: new URL(url).searchParams, at: world.clock });
    this.token = new URL(url).pathname.split('/')[2];
    world.links.push(this);
  }

  /** Brings a session record. */
  session(info) {
    return this.record('s', { ...INFO, ...info });
  }
}

class Socket extends Link {
  sent = [];

  record(type, data = '') {
    const text = typeof data === 'object' ? JSON.stringify(data) : String(data);
    this.face.onmessage?.({ data: type + text });
    return settle();
  }

  bytes(...octets) {
    this.face.onmessage?.({ data: new Uint8Array(octets).buffer });
    return settle();
  }

  /** Ends, as by the server or the network. */
  end(code = 1006) {
    this.open = false;
    this.face.onclose?.({ code, reason: '', wasClean: code !== 1006 });
    return settle();
  }
}

class Request extends Link {
  chunks = [];

  record(type, data = '') {
    const text = typeof data === 'object' ? JSON.stringify(data) : String(data);
    return this.write(type === 'm' ? `data: ${text}\n\n` : `event: ${NAMES[type]}\ndata: ${text}\n\n`);
  }

  begin(status = 200, headers = {}) {
    if (!this.begun) {
      this.begun = true;
      const all = { 'Content-Type': 'text/event-stream; charset=utf-8', ...headers };
      this.respond({
        status,
        headers: { get: (name) => all[name] ?? null },
        body: { getReader: () => ({ read: () => this.read() }) },
      });
    }
  }

  read() {
    return new Promise((done, failed) => {
      this.give = { done, failed };
      this.hand();
    });
  }

  hand() {
    if (this.give && (this.chunks.length || this.over)) {
      const { done, failed } = this.give;
      this.give = undefined;
      if (this.chunks.length) {
        done({ done: false, value: Buffer.from(this.chunks.shift()) });
      } else if (this.over === 'failed') {
        failed(new TypeError('network'));
      } else {
        done({ done: true });
      }
    }
  }

  write(text) {
    this.begin();
    this.chunks.push(text);
    this.hand();
    return settle();
  }

  /** The reply is whole. */
  end() {
    this.begin();
    this.over = 'done';
    this.open = false;
    this.hand();
    return settle();
  }

  /** The network fails. */
  fail() {
    this.over = 'failed';
    this.open = false;
    this.reject(new TypeError('network'));
    this.hand();
    return settle();
  }

  /** Refused with a status. */
  refuse(status, headers) {
    this.begin(status, headers);
    this.chunks.push(`event: error\ndata: ${JSON.stringify({ code: 4000 + status, reason: 'no' })}\n\n`);
    return this.end();
  }

  /** Replies to a post. */
  async acknowledge(number) {
    await this.record('a', number);
    return this.end();
  }
}

export class Storage {
  items = new Map();
  getItem = (key) => this.items.get(key) ?? null;
  setItem = (key, value) => void this.items.set(key, value);
  removeItem = (key) => void this.items.delete(key);
}

export class World {
  clock = 1e12;
  links = [];
  timers = new Map();
  events = [];
  beacons = [];
  /** What `random` gives. */
  dice = 0.5;
  localStorage = new Storage();
  sessionStorage = new Storage();
  page = new Map();

  /** Opens a channel; kept storages make it the next page. */
  open({ environment, ...options } = {}, url = 'https://example.test/channel') {
    const world = this;
    let timer = 0;
    class WebSocket {
      constructor(address, protocol) {
        if (world.refuses?.('websocket')) {
          throw new Error('refused');
        }
        this.link = new Socket(world, 'websocket', address.replace(/^ws/, 'http'));
        Object.assign(this.link, { face: this, protocol });
      }
      send(frame) {
        this.link.sent.push(typeof frame === 'string' ? frame : [...frame]);
      }
      close(...codes) {
        this.link.closedBy = codes;
        this.link.open = false;
      }
    }
    const fetch = (address, init) => {
      const post = init.method === 'POST';
      const stream = init.headers.Accept === 'text/event-stream';
      const opening = post && !new URL(address).pathname.split('/')[2];
      const link = new Request(world, opening ? 'polling' : post ? 'post' : stream ? 'sse' : 'polling', address);
      Object.assign(link, { body: init.body, init });
      init.signal.addEventListener('abort', () => {
        link.open = false;
        link.aborted = true;
        link.reject(new Error('aborted'));
      });
      return new Promise((respond, reject) => Object.assign(link, { respond, reject }));
    };
    this.channel = new Bowline(url, {
      ...options,
      environment: {
        ...{ WebSocket, fetch },
        setTimeout: (callback, ms) => {
          // Engines take what is longer for no time at all.
          if (!(ms < 2 ** 31)) throw new RangeError(`a timer of ${ms} ms`);
          world.timers.set(++timer, { at: world.clock + ms, callback });
          return timer;
        },
        clearTimeout: (id) => world.timers.delete(id),
        now: () => world.clock,
        random: () => world.dice,
        localStorage: this.localStorage,
        sessionStorage: this.sessionStorage,
        addEventListener: (type, listener) => world.page.set(type, listener),
        removeEventListener: (type) => world.page.delete(type),
        navigator: { sendBeacon: (address, body) => world.beacons.push({ url: new URL(address), body }) },
        location: { href: 'https://example.test/page' },
        ...environment,
      },
    });
    for (const type of 'open message error close transport detached resumed gap reset'.split(' ')) {
      this.channel.addEventListener(type, (event) => this.events.push(event));
    }
    return this.pass(0);
  }

  /** Time passes; every timer rings when it should. */
  async pass(ms) {
    const end = this.clock + ms;
    for (;;) {
      await settle();
      const next = [...this.timers].filter(([, timer]) => timer.at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!next) {
        break;
      }
      this.timers.delete(next[0]);
      this.clock = Math.max(this.clock, next[1].at);
      next[1].callback();
    }
    this.clock = end;
    await settle();
  }

  /** Time passes while nothing runs; then timers ring late. */
  async sleep(ms) {
    this.clock += ms;
    await this.pass(0);
  }

  /** Something happens to the page. */
  async happens(type, event = {}) {
    this.page.get(type)?.({ type, ...event });
    await settle();
  }

  /** Connections that are open, by kind; posts are none. */
  get alive() {
    return this.links.filter((link) => link.open && link.kind !== 'post');
  }

  get kinds() {
    return this.alive.map((link) => link.kind);
  }

  /** The newest link, of a kind if one is named. */
  last(kind) {
    return this.links.filter((link) => !kind || link.kind === kind).at(-1);
  }

  get types() {
    return this.events.map((event) => event.type);
  }

  /** Milliseconds to the next timer. */
  get nextTimer() {
    return Math.min(...[...this.timers.values()].map((timer) => timer.at)) - this.clock;
  }
}

/** A world whose channel is open over a transport. */
export async function opened(transport = 'websocket', options = {}) {
  const world = new World();
  await world.open(transport === 'websocket' ? options : { transports: [transport], ...options });
  await world.last(transport).session();
  if (transport === 'polling') {
    await world.last().end();
  }
  return world;
}
