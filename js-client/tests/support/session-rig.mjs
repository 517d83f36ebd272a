/** A pure session with everything around it recorded. */
import { sources } from './sources.mjs';

export const client = await sources(['session', 'outbox', 'bytes', 'event-stream']);

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
  ...{ send: { messages: 8, bytes: 1000 }, receive: { messages: 4, bytes: 100 }, maxMessage: 1000, maxBatch: 400 },
};

export class Rig {
  posts = [];
  frames = [];
  messages = [];
  gaps = [];
  told = [];
  lost = [];
  closed = [];
  now = 1000;

  constructor(saved) {
    this.session = client.createSession(
      {
        post: (query, body, done) => this.posts.push({ query, body, done }),
        message: (payload) => this.messages.push(typeof payload === 'string' ? payload : [...payload]),
        gap: (from, to) => this.gaps.push([from, to]),
        lost: (why, messages) => this.lost.push({ code: why.code, messages }),
        closed: (why) => this.closed.push(why),
        backoff: (failures) => 100 * (failures + 1),
      },
      {
        attached: () => this.told.push('attached'),
        leave: (after) => this.told.push('leave ' + after),
        fail: (why) => this.told.push('fail ' + why.code),
      },
      saved,
    );
    this.source = undefined;
  }

  /** The source of a new connection; `number` is the one that the session gives an attach. */
  on(transport, number) {
    const frames = (this.frames = []);
    const connection =
      transport === 'websocket'
        ? {
            write: (frame) => frames.push(typeof frame === 'string' ? frame : [...frame]),
            close: (code) => frames.push({ close: code }),
          }
        : { close() {} };
    return (this.source = { transport, number, connection });
  }

  /** Opens over a transport. */
  open(transport, info) {
    this.on(transport, 1);
    return this.record('s', JSON.stringify({ ...INFO, ...info }));
  }

  /** Attaches over a transport; nothing has come yet. */
  attach(transport) {
    const position = this.session.attach(transport);
    this.on(transport, position.attach);
    return position;
  }

  /** Attaches and is answered: by a session record, or by the beginning of a poll's reply. */
  move(transport, info) {
    const position = this.attach(transport);
    if (transport === 'polling') {
      this.record('o', '');
    } else {
      this.record('s', JSON.stringify({ ...INFO, next: position.ack + 1, ...info }));
    }
    return position;
  }

  record(type, data = '', source = this.source) {
    this.session.receive(source, type, typeof data === 'number' ? String(data) : data, this.now);
    return this;
  }

  say(...texts) {
    for (const text of texts) {
      this.session.send(text, client.sizeOf(text));
    }
    return this;
  }

  /** Time passes, with a look at what is due. */
  wait(ms) {
    this.now += ms;
    this.session.tick(this.now);
    return this;
  }

  /** Answers the oldest post that waits. */
  answer(code, acknowledged = 0) {
    this.posts.shift().done({ code, reason: '' }, acknowledged, this.now);
    return this;
  }

  /** What was asked of the oldest post that waits. */
  get query() {
    return this.posts[0] && this.posts[0].query;
  }
}
