// What an engine has, with switches in it: each transport can be blocked, and broken where it is in use.

/** `engine` is where `fetch` and `WebSocket` come from. */
export class Network {
  blocked = new Set();
  opened = { websocket: 0, sse: 0, polling: 0, post: 0 };
  #live = [];
  #listeners = [];

  constructor(engine) {
    const network = this;
    this.environment = {
      fetch: (url, init) => network.#fetch(engine.fetch, url, init),
      addEventListener: (type, listener) => network.#listeners.push({ type, listener }),
      removeEventListener: () => {},
    };
    if (engine.WebSocket) {
      this.environment.WebSocket = class extends engine.WebSocket {
        constructor(url, protocols) {
          network.#open('websocket', () => this.close());
          super(url, protocols);
        }
      };
    }
  }

  /** Nothing more gets through by this transport, and what is in use breaks. */
  breaks(kind) {
    this.blocked.add(kind);
    for (const it of this.#live) {
      if (it.kind === kind) {
        it.end();
      }
    }
  }

  /** As if the machine said it. */
  says(type) {
    for (const it of this.#listeners) {
      if (it.type === type) {
        it.listener({ type });
      }
    }
  }

  #open(kind, end) {
    if (this.blocked.has(kind)) {
      throw new TypeError(kind + ' is blocked');
    }
    this.opened[kind]++;
    this.#live.push({ kind, end });
  }

  #fetch(fetch, url, init) {
    const opens = !/\/channel\/./.test(url);
    const kind =
      init.headers.Accept === 'text/event-stream' ? 'sse' : init.method === 'GET' || opens ? 'polling' : 'post';
    const control = new AbortController();
    const abort = () => control.abort();
    try {
      this.#open(kind, abort);
    } catch (error) {
      return Promise.reject(error);
    }
    init.signal.addEventListener('abort', abort);
    return fetch(url, { ...init, signal: control.signal });
  }
}
