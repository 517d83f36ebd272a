/**
 * The network of a history, with the engine's WebSocket and XMLHttpRequest at its client end. Nothing arrives by itself:
 * the history says what, when, and how much of it.
 *
 * A line is one connection: a WebSocket, an event stream or a poll. A flight is a request or reply that is on its way as
 * a whole: what attaches a line, a post, the reply to a post. Bytes are strings of characters up to U+00FF.
 */
import { Exchange } from './exchange.mjs';
import { octets, messageOf, utf8 } from './messages.mjs';

const BROKEN = 1006;

class Line {
  up = [];
  frames = [];
  bytes = '';
  status = 0;
  begun = false;
  arrived = false;
  /** How the server's end has ended it, after all that it wrote. */
  ending = undefined;
  clientOpen = true;
  serverOpen = true;
  stalled = false;

  constructor(network, kind, client) {
    Object.assign(this, { network, kind, client });
    this.link = {
      begin: (status) => {
        this.status = kind === 'websocket' ? 0 : status;
      },
      write: (binary, text) => {
        if (this.serverOpen && kind === 'websocket') {
          this.frames.push({ binary, text });
        } else if (this.serverOpen) {
          this.bytes += text;
        }
      },
      end: (code) => {
        if (this.serverOpen) {
          this.serverOpen = false;
          this.ending = { code };
        }
      },
    };
  }

  /** The client closes; what it wrote before may still arrive. */
  leave(code) {
    if (this.clientOpen) {
      this.up.push({ end: true });
      this.clientOpen = !!code;
    }
  }

  /** Bytes up to the end of the next event, or of what is there. */
  get next() {
    const at = this.bytes.indexOf('\n\n');
    return at < 0 ? this.bytes.length : at + 2;
  }

  get flows() {
    return this.clientOpen && (!!this.frames.length || !!this.bytes || (!this.begun && !!this.status) || !!this.ending);
  }

  /** One record, or the end, arrives at the client. */
  deliverDown() {
    if (!this.clientOpen || this.stalled) {
      return;
    }
    if (this.kind === 'websocket') {
      this.deliverFrame();
    } else if (!this.begun && this.status) {
      this.begun = true;
      this.client.begin(this.status);
    } else if (this.bytes) {
      this.deliverBytes(this.next);
    } else if (this.ending && this.ending.code === BROKEN) {
      this.diesForClient();
    } else if (this.ending) {
      this.clientOpen = false;
      this.client.finish();
    }
  }

  deliverFrame() {
    const frame = this.frames.shift();
    if (frame && this.client.onmessage) {
      this.client.onmessage({ data: frame.binary ? octets(frame.text).buffer : frame.text });
    } else if (!frame && this.ending) {
      this.clientOpen = false;
      this.closed({ code: this.ending.code, reason: '', wasClean: this.ending.code !== BROKEN });
    }
  }

  closed(why) {
    if (this.client.onclose) {
      this.client.onclose(why);
    }
  }

  deliverBytes(count) {
    const bytes = this.bytes.slice(0, count);
    this.bytes = this.bytes.slice(count);
    this.client.chunk(bytes);
  }

  /** Part of a record arrives. */
  deliverPart(count) {
    if (this.clientOpen && this.begun && this.bytes && !this.stalled) {
      this.deliverBytes(count % this.next);
    }
  }

  /** One frame, or the client's end, arrives at the server. */
  deliverUp() {
    const item = this.arrived && !this.stalled && this.up.shift();
    if (item && item.end) {
      this.diesForServer();
      if (this.clientOpen && !this.ending) {
        this.ending = { code: BROKEN };
      }
    } else if (item && this.serverOpen) {
      this.network.server.frame(this.connection, item.binary, item.text);
    }
  }

  diesForServer() {
    if (this.arrived && this.serverOpen) {
      this.serverOpen = false;
      this.network.server.detach(this.connection);
    }
  }

  diesForClient() {
    if (this.clientOpen) {
      this.clientOpen = false;
      this.frames = [];
      this.bytes = '';
      if (this.kind === 'websocket') {
        this.closed({ code: BROKEN, reason: '', wasClean: false });
      } else {
        this.client.fail();
      }
    }
  }

  /** Whether anything can still come of it. */
  get over() {
    return !this.clientOpen && !this.serverOpen;
  }
}

export class Network {
  lines = [];
  flights = [];
  timers = [];
  /** Posts whose request or reply was lost, which the client has not heard of yet. */
  broken = [];
  server;

  constructor(now) {
    this.now = now;
    const network = this;
    function WebSocket(url) {
      this.url = url;
      network.connects(this);
    }
    WebSocket.prototype.send = function (frame) {
      if (this.line.clientOpen) {
        this.line.up.push(messageOf(frame));
      }
    };
    WebSocket.prototype.close = function (code) {
      this.line.leave(code);
    };
    function XMLHttpRequest() {
      return new Exchange(network);
    }
    const globals = {
      ...{ WebSocket, XMLHttpRequest },
      setTimeout: (callback, ms) => {
        const timer = { at: this.now() + ms, callback };
        this.timers.push(timer);
        return timer;
      },
      clearTimeout: (timer) => {
        this.timers = this.timers.filter((other) => other !== timer);
      },
    };
    this.engine = { lookup: (name) => globals[name], headers: {}, credentials: false };
  }

  flies(arrive, repeat, lose) {
    this.flights.push({ arrive, repeat, lose });
  }

  connects(socket) {
    const line = (socket.line = new Line(this, 'websocket', socket));
    this.attaches(line, socket.url);
  }

  requested(exchange, body) {
    const opens = exchange.url.indexOf('/token') < 0;
    if (exchange.method === 'POST' && !opens) {
      this.posts(exchange, body || '');
    } else {
      const line = (exchange.line = new Line(this, exchange.stream ? 'sse' : 'polling', exchange));
      this.attaches(line, exchange.url);
    }
  }

  attaches(line, url) {
    const opens = url.indexOf('/token') < 0;
    const query = url.slice(url.indexOf('?') + 1);
    this.lines.push(line);
    this.flies(
      () => this.arrives(line, opens, query),
      () => {
        // The network repeats requests, not handshakes. Nobody reads the reply to a copy.
        if (line.kind !== 'websocket' && !opens) {
          const copy = new Line(this, line.kind, line.client);
          copy.clientOpen = false;
          copy.link.copy = true;
          this.lines.push(copy);
          this.flies(() => this.arrives(copy, false, query));
        }
      },
      () => {
        line.serverOpen = false;
      },
    );
  }

  arrives(line, opens, query) {
    line.arrived = true;
    line.connection = this.server.connect(line.kind, opens, query, line.link);
  }

  posts(exchange, body) {
    const query = exchange.url.slice(exchange.url.indexOf('?') + 1);
    const bytes = utf8(body);
    const lose = () => this.broken.push(exchange);
    const arrive = () =>
      this.server.post(query, bytes, (status, reply) => {
        this.flies(
          () => {
            exchange.begin(status);
            exchange.chunk(reply);
            exchange.finish();
          },
          undefined,
          lose,
        );
      });
    this.flies(arrive, () => this.flies(arrive), lose);
  }

  /** What became of a request or reply that was under way. */
  settle(index, fate) {
    const flight = this.flights[index % this.flights.length];
    if (!flight) {
      return;
    }
    this.flights = this.flights.filter((other) => other !== flight);
    if (fate === 'repeated' && flight.repeat) {
      flight.repeat();
    }
    if (fate !== 'lost') {
      flight.arrive();
    } else if (flight.lose) {
      flight.lose();
    }
  }

  /** Requests and replies hang on a network that is gone. Whoever made them hears nothing of it. */
  hangs() {
    for (const { lose } of this.flights) {
      if (lose) {
        lose();
      }
    }
    this.flights = [];
    this.broken = [];
  }

  /** Counted from the newest. */
  line(index) {
    return this.lines[this.lines.length - 1 - (index % this.lines.length)];
  }

  /** Forgets what nothing can come of. */
  tidy() {
    this.lines = this.lines.filter((line) => !line.over);
  }

  /** The client's timers that are due, and the losses that its engine notices by now. */
  tick() {
    const broken = this.broken;
    this.broken = [];
    for (const exchange of broken) {
      exchange.fail();
    }
    const due = this.timers.filter((timer) => timer.at <= this.now());
    this.timers = this.timers.filter((timer) => due.indexOf(timer) < 0);
    for (const timer of due) {
      timer.callback();
    }
  }

  /** Everything under way arrives; returns whether there was anything. */
  calm() {
    let moved = this.flights.length > 0;
    for (let i = this.flights.length; i > 0; i--) {
      this.settle(0, 'arrives');
    }
    for (const line of this.lines.slice()) {
      line.stalled = false;
      moved = (line.arrived && this.server.written(line.connection)) || moved;
      while (line.arrived && line.up.length) {
        line.deliverUp();
        moved = true;
      }
      while (line.flows) {
        line.deliverDown();
        moved = true;
      }
      if (line.clientOpen && !line.serverOpen) {
        // A dead line is found out.
        line.diesForClient();
        moved = true;
      }
    }
    this.tidy();
    return moved;
  }
}
