/**
 * The client of a history: the real session over the real transports. What the connector would decide, the history says:
 * which connection when. And the application, which holds the session to its promises.
 */
import { content, messageOf, payloadOf, same, show } from './messages.mjs';

const BROKEN = { code: 1006, reason: '' };
const UNKNOWN = 4404;
const ADDRESS = '//simulated/channel';

export class Client {
  /** Everything sent, in order. A Blob that is being read has no content yet. */
  sent = [];
  /** So many, with those that could not be read after all. */
  said = 0;
  /** Number of the message that the application gets next. */
  expected = 1;
  /** How it ended: `{ code, lost?, messages?, wasClean? }`. */
  ending = null;
  /** The close that was asked for. */
  asked = null;
  opened = false;
  /** Whether it was told that nobody knows its session. */
  forgotten = false;
  /** The attempt that carries the newest attach, and all that may still deliver. */
  direct = null;
  attempts = [];
  /** What may be acknowledged before that attempt has proved itself. */
  limit = Infinity;
  /** The transport to move to from within the next message's callback. */
  movesTo = undefined;
  session;

  /** `spoken(n)` is what the server's application has sent as message n. */
  constructor(verdict, core, network, now, spoken) {
    Object.assign(this, { verdict, core, network, now, spoken });
    this.session = this.create(undefined);
  }

  create(saved) {
    return this.core.createSession(
      {
        backoff: (failures) => 100 * (1 + failures),
        message: (payload) => this.message(messageOf(payload)),
        gap: (from, to) => this.gap(from, to),
        lost: (why, messages) => this.ended({ lost: true, code: why.code, messages }),
        closed: (why) => this.ended(why),
        post: (query, body, done) => this.post(query, body, done),
      },
      {
        attached: () => {
          this.limit = Infinity;
          this.opened = true;
        },
        leave: () => this.leave(),
        fail: (why) => this.down(this.direct, why),
      },
      saved,
    );
  }

  // What the session does.

  message(message) {
    this.verdict.check(!this.ending, 'a message after the end');
    const expected = this.spoken(this.expected);
    this.verdict.check(
      same(message, expected),
      () => `the client got ${show(message)} as message ${this.expected}, which is ${show(expected)}`,
    );
    this.expected++;
    if (this.movesTo) {
      const kind = this.movesTo;
      this.movesTo = undefined;
      this.attach(kind);
    }
  }

  gap(from, to) {
    this.verdict.check(
      from === this.expected && to >= from,
      `a gap from ${from} to ${to} where ${this.expected} is next`,
    );
    this.verdict.check(this.gapsExpected, 'a gap where nothing is dropped');
    this.expected = to + 1;
  }

  ended(ending) {
    this.verdict.check(!this.ending, 'two ends');
    this.ending = { ...ending, kept: this.sent.filter((one) => !one.fill) };
  }

  post(query, body, done) {
    const ack = /(?:^|&)ack=(\d+)/.exec(query);
    this.verdict.check(+ack[1] <= this.limit, `acknowledges ${ack[1]}, which an unproved attach may not have brought`);
    this.verdict.check(!this.ending, 'a post after the end');
    const session = this.session;
    this.core.post(this.network.engine, 'http:' + ADDRESS + '/token?' + query, body, (why, acknowledged) => {
      // A page that was left hears nothing any more.
      if (session === this.session) {
        this.forgotten = this.forgotten || why.code === UNKNOWN;
        this.verdict.watch(() => done(why, acknowledged, this.now()));
      }
    });
  }

  // What the history says.

  get isOver() {
    return !!this.ending;
  }

  /** The first poll has to prove its path at once; the others are held. */
  attach(kind, wait = 0) {
    if (this.isOver || (this.direct && !this.opened)) {
      return;
    }
    if (!this.opened) {
      this.connect({ transport: kind, number: 1, records: 0 }, 'v=1', '');
      return;
    }
    const position = this.position(kind);
    const attempt = { transport: kind, number: position.attach, records: 0 };
    this.connect(attempt, `attach=${position.attach}&ack=${position.ack}&wait=${wait}`, '/token');
  }

  /** The session moves. Mostly the older connection is closed; what it says must not matter. */
  position(kind) {
    const position = this.session.attach(kind);
    this.limit = position.ack;
    if (this.direct && position.attach % 2) {
      this.drop(this.direct);
    }
    return position;
  }

  connect(attempt, query, path) {
    const sink = {
      record: (type, data) => this.verdict.watch(() => this.record(attempt, type, data)),
      down: (why) => this.verdict.watch(() => this.down(attempt, why)),
    };
    const { openWebSocket, openEventStream, exchange } = this.core;
    const engine = this.network.engine;
    const kind = attempt.transport;
    const url = (kind === 'websocket' ? 'ws:' : 'http:') + ADDRESS + path + '?' + query;
    this.attempts.push(attempt);
    if (attempt.number) {
      this.direct = attempt;
    }
    attempt.connection =
      kind === 'websocket'
        ? openWebSocket(engine, url, sink)
        : kind === 'sse'
          ? openEventStream(engine, url, sink)
          : exchange(engine, url, false, sink, path ? undefined : '');
  }

  probe() {
    if (!this.isOver && this.opened) {
      this.connect({ transport: 'websocket', number: 0, records: 0 }, 'probe=1', '/token');
    }
  }

  record(attempt, type, data) {
    attempt.records++;
    if (attempt.number) {
      this.session.receive(attempt, type, data, this.now());
    } else {
      this.verdict.check(type === 'p', `${type} on a probe`);
    }
  }

  /** The newest probe has proved its path: attach in band. */
  adopt() {
    const attempt = this.attempts.filter((one) => !one.number && one.records).pop();
    if (attempt && !this.isOver) {
      const position = this.position('websocket');
      attempt.number = position.attach;
      this.direct = attempt;
      attempt.connection.write('t' + JSON.stringify(position));
    }
  }

  down(attempt, why) {
    const newest = attempt === this.direct;
    this.drop(attempt);
    if (newest) {
      this.direct = null;
    }
    if (!attempt.number) {
      return;
    }
    if (newest && !why.code && attempt.records && !this.isOver) {
      this.attach(attempt.transport, 25000);
      return;
    }
    this.forgotten = this.forgotten || why.code === UNKNOWN;
    const over = this.session.detach(attempt.number, why, this.now());
    this.verdict.check(newest || !over || this.ending, 'an older end ends the session');
  }

  /** Gives up the connection that carries the session. */
  leave() {
    const left = this.direct;
    this.drop(left);
    this.direct = null;
    this.session.detach(left.number, BROKEN, this.now());
  }

  drop(attempt) {
    this.attempts = this.attempts.filter((other) => other !== attempt);
    if (attempt.connection) {
      attempt.connection.close();
    }
  }

  send(size, form, late) {
    if (this.asked || this.isOver) {
      return;
    }
    const message = content('u', ++this.said, size, form);
    const bytes = this.core.sizeOf(payloadOf(message));
    this.sent.push(message);
    if (late) {
      message.fill = () => {};
      message.fill = this.session.send(undefined, bytes);
    } else {
      this.session.send(payloadOf(message), bytes);
    }
  }

  /** The oldest Blob has been read, or can't be. */
  read(well) {
    const blob = this.sent.filter((one) => one.fill)[0];
    if (blob) {
      const fill = blob.fill;
      blob.fill = undefined;
      if (!well) {
        this.sent = this.sent.filter((one) => one !== blob);
      }
      fill(well ? payloadOf(blob) : undefined);
    }
  }

  get reads() {
    return this.sent.some((one) => one.fill);
  }

  close() {
    if (!this.asked && !this.isOver && this.opened) {
      while (this.reads) {
        this.read(true);
      }
      this.asked = { code: 3001, reason: 'enough' };
      this.session.close({ ...this.asked });
    }
  }

  /** The page is left, and the next one goes on. Nothing is saved of a Blob that is not read. */
  reload() {
    if (this.asked || this.isOver || this.reads || !this.opened) {
      return;
    }
    const saved = this.session.save();
    this.verdict.check(saved, 'nothing to go on with');
    for (const attempt of this.attempts) {
      this.drop(attempt);
    }
    this.direct = null;
    this.limit = Infinity;
    this.session = this.create(JSON.parse(JSON.stringify(saved)));
  }

  tick() {
    this.network.tick();
    if (!this.isOver) {
      this.session.tick(this.now());
    }
  }

  /** Asking `save` would be as good, but it rewinds the outbox. */
  get acknowledged() {
    return this.core.outboxOf(this.session).state().acknowledged;
  }
}
