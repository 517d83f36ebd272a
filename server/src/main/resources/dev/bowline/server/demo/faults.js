/**
 * The buttons that hurt. This script wraps the four things by which a page reaches a server, before the channel's
 * client looks for them, and makes them fail on command. The client is none the wiser.
 *
 *   webSocketBlocked  WebSockets fail; live ones break
 *   streamMuted       event streams open and then deliver nothing; live ones fall silent
 *   holed             nothing gets through in either direction, and nothing ends
 *   offline           no network: what lives breaks, what is new fails at once
 *   cut()             what lives breaks, once
 *
 * What has been silenced stays silent when the fault is over, as on a network that has forgotten the connection: bytes
 * in the middle of a stream must never go missing while what follows them arrives. A WebSocket that breaks is not closed
 * towards the server either, which has to find out for itself.
 */
(() => {
  'use strict';

  const real = {
    WebSocket: window.WebSocket,
    EventSource: window.EventSource,
    fetch: window.fetch.bind(window),
    XMLHttpRequest: window.XMLHttpRequest,
  };

  /** How long a WebSocket that the page has lost is kept open towards the server, in milliseconds. */
  const HALF_OPEN = 20000;

  /** Everything that is under way. A line has a kind, may be silent, and can be made to fail. */
  const lines = new Set();

  const state = { webSocketBlocked: false, streamMuted: false, holed: false, offline: false };

  class Line {
    constructor(kind, fail) {
      this.kind = kind;
      this.silent = state.holed || (state.streamMuted && kind === 'sse');
      this.fail = () => {
        if (lines.delete(this)) {
          fail();
        }
      };
      lines.add(this);
    }

    /** What a new connection of this kind meets at its very beginning. */
    static refused(kind) {
      return state.offline || (state.webSocketBlocked && kind === 'websocket');
    }

    end() {
      lines.delete(this);
    }
  }

  function silence(kind) {
    for (const line of lines) {
      line.silent ||= !kind || line.kind === kind;
    }
  }

  function breakAll(kind) {
    for (const line of [...lines]) {
      if (!kind || line.kind === kind) {
        line.fail();
      }
    }
  }

  /** Calls the handler of an event as well as its listeners. */
  class Target extends EventTarget {
    emit(event) {
      this['on' + event.type]?.(event);
      this.dispatchEvent(event);
    }
  }

  class WebSocket extends Target {
    static CONNECTING = 0;
    static OPEN = 1;
    static CLOSING = 2;
    static CLOSED = 3;
    onopen = null;
    onmessage = null;
    onerror = null;
    onclose = null;
    #socket;
    #line;
    #state = 0;
    #binaryType = 'blob';

    constructor(url, protocols) {
      super();
      this.url = String(new URL(url, location.href));
      this.#line = new Line('websocket', () => this.#lost());
      if (Line.refused('websocket')) {
        setTimeout(this.#line.fail, 0);
      } else if (!state.holed) {
        this.#open(protocols === undefined ? [] : protocols);
      }
    }

    get readyState() { return this.#state; }
    get protocol() { return this.#socket?.protocol ?? ''; }
    get extensions() { return this.#socket?.extensions ?? ''; }
    get bufferedAmount() { return this.#socket?.bufferedAmount ?? 0; }
    get binaryType() { return this.#binaryType; }

    set binaryType(type) {
      this.#binaryType = type;
      if (this.#socket) {
        this.#socket.binaryType = type;
      }
    }

    send(data) {
      if (!this.#line.silent) {
        this.#socket?.send(data);
      }
    }

    close(code, reason) {
      if (this.#state >= 2) {
        return;
      }
      this.#state = 2;
      if (this.#socket && !this.#line.silent) {
        this.#socket.close(code, reason);
      } else {
        // As a browser does that waits in vain for the other side's Close.
        setTimeout(this.#line.fail, 2000);
      }
    }

    #open(protocols) {
      const socket = (this.#socket = new real.WebSocket(this.url, protocols));
      const heard = (handle) => (event) => {
        if (lines.has(this.#line) && !this.#line.silent) {
          handle(event);
        }
      };
      socket.onopen = heard(() => {
        this.#state = 1;
        this.emit(new Event('open'));
      });
      socket.onmessage = heard((event) => this.emit(new MessageEvent('message', { data: event.data })));
      socket.onerror = heard(() => this.emit(new Event('error')));
      socket.onclose = heard((event) => {
        this.#line.end();
        this.#closed(event.code, event.reason, event.wasClean);
      });
    }

    #lost() {
      const socket = this.#socket;
      if (socket) {
        setTimeout(() => socket.close(), HALF_OPEN);
      }
      this.emit(new Event('error'));
      this.#closed(1006, '', false);
    }

    #closed(code, reason, wasClean) {
      this.#state = 3;
      this.emit(new CloseEvent('close', { code, reason, wasClean }));
    }
  }
  Object.assign(WebSocket.prototype, { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 });

  function fetch(input, init = {}) {
    const kind = new Headers(init.headers).get('Accept') === 'text/event-stream' ? 'sse' : 'http';
    const controller = new AbortController();
    return new Promise((resolve, reject) => {
      let refuse = reject;
      const stop = (reason) => {
        refuse(reason);
        controller.abort();
      };
      const line = new Line(kind, () => stop(new TypeError('Failed to fetch')));
      const abort = () => {
        line.end();
        stop(new DOMException('The operation was aborted.', 'AbortError'));
      };
      const lost = () => {
        if (!line.silent) {
          line.fail();
        }
      };
      if (init.signal?.aborted) {
        abort();
        return;
      }
      init.signal?.addEventListener('abort', abort, { once: true });
      if (Line.refused(kind)) {
        line.fail();
        return;
      }
      if (state.holed) {
        return;
      }
      real.fetch(input, { ...init, signal: controller.signal }).then((response) => {
        if (state.holed) {
          return;
        }
        if (kind === 'sse') {
          resolve(new Response(relay(response, line, (refuseMore) => (refuse = refuseMore)), response));
        } else {
          // A short reply arrives whole or not at all.
          response.arrayBuffer().then((bytes) => {
            if (!line.silent) {
              line.end();
              resolve(new Response(bytes, response));
            }
          }, lost);
        }
      }, lost);
    });
  }

  /** A body that passes on what a response brings, until its line falls silent or fails. */
  function relay(response, line, whenFailed) {
    const reader = response.body.getReader();
    return new ReadableStream({
      start(controller) {
        whenFailed((reason) => controller.error(reason));
        const next = () =>
          reader.read().then(
            ({ done, value }) => {
              if (line.silent) {
                return done || next();
              }
              if (!lines.has(line)) {
                return true;
              }
              if (done) {
                line.end();
                controller.close();
                return true;
              }
              controller.enqueue(value);
              return next();
            },
            () => line.silent || line.fail(),
          );
        next();
      },
      cancel() {
        line.end();
        return reader.cancel();
      },
    });
  }

  class EventSource extends Target {
    static CONNECTING = 0;
    static OPEN = 1;
    static CLOSED = 2;
    onopen = null;
    onmessage = null;
    onerror = null;
    readyState = 0;
    #source;
    #line;

    constructor(url, init) {
      super();
      this.url = String(new URL(url, location.href));
      this.#line = new Line('sse', () => {
        this.close();
        this.emit(new Event('error'));
      });
      if (Line.refused('sse')) {
        setTimeout(this.#line.fail, 0);
      } else if (!state.holed) {
        this.#source = new real.EventSource(url, init);
        this.#pass('open');
        this.#pass('message');
        this.#pass('error');
      }
    }

    addEventListener(type, listener, options) {
      super.addEventListener(type, listener, options);
      this.#pass(type);
    }

    close() {
      this.readyState = 2;
      this.#line.end();
      this.#source?.close();
    }

    #passed = new Set();
    #pass(type) {
      if (!this.#source || this.#passed.has(type)) {
        return;
      }
      this.#passed.add(type);
      this.#source.addEventListener(type, (event) => {
        if (!this.#line.silent || (type === 'open' && !state.holed)) {
          this.readyState = this.#source.readyState;
          const init = { data: event.data, lastEventId: event.lastEventId };
          this.emit('data' in event ? new MessageEvent(type, init) : new Event(type));
        }
      });
    }
  }

  /** An XMLHttpRequest whose events are held back while its line is silent. */
  class XMLHttpRequest extends real.XMLHttpRequest {
    #kind = 'http';
    #line;

    constructor() {
      super();
      // The first listener of all, so that it can keep an event from every other.
      const gate = (event) => {
        if (this.#line?.silent) {
          event.stopImmediatePropagation();
        } else if (event.type === 'loadend') {
          this.#line?.end();
        }
      };
      for (const type of ['readystatechange', 'progress', 'load', 'error', 'timeout', 'loadend']) {
        this.addEventListener(type, gate);
      }
    }

    setRequestHeader(name, value) {
      if (name.toLowerCase() === 'accept' && value === 'text/event-stream') {
        this.#kind = 'sse';
      }
      super.setRequestHeader(name, value);
    }

    send(body) {
      let sent = false;
      this.#line = new Line(this.#kind, () => {
        if (!sent) {
          // Only what has been sent reports that it was aborted.
          super.send(null);
        }
        this.#line.silent = false;
        super.abort();
        this.dispatchEvent(new ProgressEvent('error'));
      });
      if (Line.refused(this.#kind)) {
        setTimeout(this.#line.fail, 0);
      } else if (!state.holed) {
        sent = true;
        super.send(body);
      }
    }

    abort() {
      this.#line?.end();
      super.abort();
    }
  }

  Object.assign(window, { WebSocket, EventSource, fetch, XMLHttpRequest });

  window.faults = Object.freeze({
    /** What is switched on. */
    state: () => ({ ...state }),
    blockWebSocket(on) {
      state.webSocketBlocked = on;
      if (on) {
        breakAll('websocket');
      }
    },
    muteStream(on) {
      state.streamMuted = on;
      if (on) {
        silence('sse');
      }
    },
    blackHole(on) {
      state.holed = on;
      if (on) {
        silence();
      }
    },
    cut() {
      breakAll();
    },
    /** Also says so to the page, as a browser does. */
    goOffline(on) {
      state.offline = on;
      if (on) {
        breakAll();
      }
      window.dispatchEvent(new Event(on ? 'offline' : 'online'));
    },
  });
})();
