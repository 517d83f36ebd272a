/**
 * The server's half of one session as the protocol describes it: no I/O, no clock of its own, no thought of being fast.
 * It answers what a server would answer and keeps in `violations` what no client may do.
 *
 * A connection is `{ kind, hold, send(type, data), end(code) }`: `send` takes records as they are on the wire, `end` ends
 * it after what was sent, with a close code, or 0 where a reply is whole.
 *
 * The application is `{ message(payload), room(), closed(reason) }`. `message` returns whether it has finished with it;
 * if not, `finish` says so later, and the next one waits until then.
 */
import { ModelInbox } from './model-inbox.mjs';
import { sizeOf } from './wire.mjs';

const DEFAULTS = {
  ...{ heartbeat: 20000, resumeTimeout: 120000, wait: 25000, maxMessage: 65536, maxBatch: 262144 },
  ...{ send: { messages: 100, bytes: 1 << 20 }, receive: { messages: 64, bytes: 1 << 20 } },
  transports: ['websocket', 'sse', 'polling'],
};
const SILENCES = 2.2;

export class ModelServer {
  /** What no client may do, as sentences. */
  violations;
  token = 'token';
  /** Number of the newest attach. */
  newest = 1;
  connection = null;
  /** What was sent; index n - 1 holds message n, or undefined when it was dropped. */
  log = [];
  released = 0;
  /** The position of the connection attached, or attached last. */
  position = 0;
  /** Messages from the client. */
  inbox = new ModelInbox(this);
  /** Set once by whichever close comes first: `{ code, reason, drains }`. */
  closed = null;
  gone = false;
  /** The application has failed. */
  failed = false;

  /** `terms` are as in a session record, with `overflow` and `acknowledgeAfter` (milliseconds) beside them. */
  constructor(terms, application, now, violations = []) {
    this.terms = { ...DEFAULTS, overflow: 'drop', acknowledgeAfter: 1000, ...terms };
    this.application = application;
    this.now = now;
    this.violations = violations;
    this.detachedAt = now();
  }

  /** Everything that was accepted, in order. */
  get received() {
    return this.inbox.received;
  }

  get handled() {
    return this.inbox.handled;
  }

  /** Whether the application still gets messages: after the client's close all that came before, after a failure none. */
  get handles() {
    return !this.failed && (!this.closed || this.closed.client);
  }

  info(next) {
    const limits = { ...this.terms };
    delete limits.overflow;
    delete limits.acknowledgeAfter;
    return { session: this.token, id: 'id', resumed: this.newest > 1, ...limits, ack: this.inbox.tell(), next };
  }

  /** Messages that are kept for the client. */
  get kept() {
    return this.log.slice(this.released).filter((message) => message !== undefined);
  }

  // The application.

  /** Takes a message for the client: 'taken', 'no room' or 'closed'. */
  append(message) {
    if (this.closed) {
      return 'closed';
    }
    const { messages, bytes } = this.terms.send;
    const fits = () => {
      const kept = this.kept;
      return (
        !kept.length ||
        (kept.length < messages && kept.reduce((sum, one) => sum + sizeOf(one), sizeOf(message)) <= bytes)
      );
    };
    if (!fits() && this.terms.overflow === 'hold') {
      return 'no room';
    }
    if (!fits() && this.terms.overflow === 'close') {
      this.expire(4429);
      return 'closed';
    }
    while (!fits()) {
      this.log[this.log.findIndex((one, i) => i >= this.released && one !== undefined)] = undefined;
    }
    this.log.push(message);
    return 'taken';
  }

  send(message) {
    this.append(message);
    this.flush();
  }

  close(code, reason) {
    if (!this.closed) {
      this.closed = { code, reason, drains: true };
      this.closedAt = this.now();
      this.inbox.end(this.closed);
      this.flush();
    }
  }

  /** Ends the session at once, as a timeout or an overflow does. */
  expire(code) {
    if (!this.closed) {
      this.closed = { code, reason: '', drains: false };
    }
    this.over();
  }

  /** The server goes down and says nothing of the session's end. */
  leave() {
    this.say('e', { code: 1012, reason: 'the server goes down' });
    if (this.connection) {
      this.connection.end(this.connection.kind === 'websocket' ? 1012 : 0);
      this.detach(this.connection);
    }
    this.expire(1012);
  }

  /** Nobody knows of the session any more. */
  forget() {
    this.expire(4408);
    this.gone = true;
  }

  over() {
    const connection = this.connection;
    this.connection = null;
    this.closed.drains = false;
    this.inbox.end(this.closed);
    if (connection) {
      connection.send('c', { code: this.closed.code, reason: this.closed.reason });
      connection.end(connection.kind === 'websocket' ? this.closed.code : 0);
    }
    if (!this.toldClosed) {
      this.toldClosed = true;
      this.closedAt = this.now();
      this.application.closed(this.closed);
    }
  }

  // Connections.

  flush() {
    const connection = this.connection;
    const begun = this.position;
    while (connection && this.position < this.log.length) {
      let number = this.position + 1;
      if (this.log[number - 1] !== undefined) {
        connection.send('m', this.log[number - 1]);
      } else {
        while (number < this.log.length && this.log[number] === undefined) {
          number++;
        }
        connection.send('g', { from: this.position + 1, to: number });
      }
      this.position = number;
    }
    if (connection && this.closed && this.closed.drains && this.position === this.log.length) {
      this.drained(connection);
    } else if (connection && this.position > begun) {
      this.spoken(connection);
    }
  }

  /** All has been sent. Until it is acknowledged the close may be told again. */
  drained(connection) {
    if (this.released === this.log.length) {
      this.over();
    } else {
      connection.send('c', { code: this.closed.code, reason: this.closed.reason });
      connection.end(connection.kind === 'websocket' ? this.closed.code : 0);
      this.detach(connection);
      // A WebSocket may still acknowledge, in its last breath.
      this.breathing = connection;
    }
  }

  /** A poll is whole as soon as it has said something. */
  spoken(connection) {
    connection.spokeAt = this.now();
    if (connection.kind === 'polling') {
      this.detach(connection);
      connection.end(0);
    }
  }

  say(type, data) {
    const connection = this.connection;
    if (connection) {
      connection.send(type, data);
      this.spoken(connection);
    }
  }

  /** Refuses with what the wire has for it. */
  refuse(connection, code, reason) {
    const close = this.closed && !this.gone && code === this.closed.code;
    connection.send(close ? 'c' : 'e', { code, reason }, close ? 410 : code - 4000);
    connection.end(code);
  }

  /** The connection that opens the session; a post's reply is one and ends at once. */
  open(connection) {
    this.begin(connection, 0);
    connection.send('s', this.info(1));
    this.flush();
    if (connection.kind === 'polling' && this.connection === connection) {
      this.spoken(connection);
    }
  }

  begin(connection, position) {
    this.connection = connection;
    // Where the client stands on it; unknown before its first `n`.
    connection.next = 0;
    connection.since = connection.spokeAt = connection.heardAt = this.now();
    this.position = position;
    this.breathing = null;
  }

  attach(connection, number, ack) {
    if (this.gone) {
      this.refuse(connection, 4404, 'unknown');
    } else if (this.closed && !this.closed.drains) {
      this.refuse(connection, this.closed.code, this.closed.reason);
    } else if (number < this.newest) {
      this.refuse(connection, 4409, 'late');
    } else if (ack > this.log.length || ack < this.released) {
      // Late copies of a request are the network's doing, not the client's.
      if (!connection.copy) {
        this.violations.push(`attach ${number} acknowledges ${ack}, not ${this.released} to ${this.log.length}`);
      }
      this.refuse(connection, 4400, 'position');
    } else {
      this.takeOver(connection, number, ack);
    }
  }

  takeOver(connection, number, ack) {
    const old = this.connection;
    this.begin(connection, ack);
    if (old) {
      if (number > this.newest) {
        old.send('e', { code: 4409, reason: 'superseded' });
      }
      // By an equal number, a repeated request, its end says nothing.
      old.end(old.kind !== 'websocket' ? 0 : number > this.newest ? 4409 : 1000);
    }
    this.newest = number;
    if (connection.kind !== 'polling') {
      connection.send('s', this.info(ack + 1));
    }
    this.release(ack);
    this.flush();
  }

  /** The connection is gone. */
  detach(connection) {
    if (connection === this.connection) {
      this.connection = null;
      this.detachedAt = this.now();
    }
  }

  release(number) {
    const before = this.released;
    this.released = Math.max(before, Math.min(number, this.position));
    if (this.released > before && !this.closed) {
      this.application.room();
    }
    if (this.closed && this.closed.drains && this.released === this.log.length) {
      this.over();
    }
  }

  acknowledge(number) {
    if (!(number <= this.log.length)) {
      this.violations.push(`acknowledges ${number} of ${this.log.length}`);
    }
    this.release(number);
    this.flush();
  }

  /** A frame of a WebSocket. */
  frame(connection, type, data) {
    if (type === 't') {
      const { attach, ack } = JSON.parse(data);
      this.attach(connection, attach, ack);
    } else if (connection === this.breathing && type === 'a') {
      this.release(+data);
    } else if (connection === this.connection) {
      connection.heardAt = this.now();
      this.heard(connection, type, data);
    }
  }

  heard(connection, type, data) {
    if (type === 'a') {
      this.acknowledge(+data);
    } else if (type === 'c') {
      const why = JSON.parse(data);
      this.detach(connection);
      connection.end(why.code);
      this.closedByClient(why);
    } else if (type === 'n') {
      this.inbox.stated(connection, +data);
    } else if (type !== 'm') {
      this.violations.push(`frame ${type}`);
    } else {
      this.inbox.framed(connection, data);
    }
  }

  closedByClient(why) {
    this.closed = this.closed || { ...why, client: true };
    this.inbox.deliver();
    this.over();
  }

  /** A post; `reply(status, type, data)` is called once, now or later. */
  post(post, reply) {
    const { accepted } = this.inbox;
    if (this.gone) {
      reply(404, 'e', { code: 4404, reason: 'unknown' });
      return;
    }
    if (this.closed && (!this.closed.drains || post.seq || post.close)) {
      this.acknowledge(post.ack);
      reply(410, 'c', { code: this.closed.code, reason: this.closed.reason });
    } else if (post.seq > accepted + 1) {
      this.violations.push(`a batch from ${post.seq}, accepted ${accepted}`);
      this.acknowledge(post.ack);
      reply(409, 'a', accepted);
    } else {
      if (this.connection) {
        this.connection.heardAt = this.now();
      }
      this.acknowledge(post.ack);
      this.inbox.post(post, reply);
    }
  }

  // Time.

  acknowledgeIfDue() {
    if (this.connection && this.connection.kind !== 'polling' && this.inbox.owes) {
      this.say('a', this.inbox.tell());
    }
  }

  tick() {
    const now = this.now();
    const { heartbeat, resumeTimeout } = this.terms;
    const connection = this.connection;
    this.inbox.tick();
    if (this.closed) {
      if (now >= this.closedAt + resumeTimeout) {
        this.over();
        this.gone = true;
      }
    } else if (!connection) {
      if (now >= this.detachedAt + resumeTimeout) {
        this.expire(4408);
      }
    } else if (connection.kind === 'polling') {
      if (now >= connection.since + connection.hold) {
        this.say('p', '');
      }
    } else if (now >= connection.heardAt + SILENCES * heartbeat) {
      this.detach(connection);
      connection.end(1006);
    } else {
      this.acknowledgeIfDue();
      if (now >= connection.spokeAt + heartbeat) {
        this.say('p', '');
      }
    }
  }
}
