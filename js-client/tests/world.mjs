/**
 * A world in which time is a number: the client's pure halves, a model of the server, and a network that delays, repeats
 * and loses, all from one seed. Nothing here waits, so a run takes milliseconds and can be repeated exactly.
 */
import { Session as ServerSession } from './mock-server.mjs';
import { load } from './source.mjs';

const { createSession } = await load('session');
const { createConnector } = await load('connector');

/** mulberry32: a small generator with a seed. */
export function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export class World {
  now = 0;
  queue = [];
  order = 0;
  /** What the network does; a test may change it at any time. */
  faults = { delay: 30, loss: 0, duplicate: 0, cut: 0, hold: 0 };
  /** Transports through which nothing passes, or that can't be opened. */
  mute = new Set();
  received = [];
  events = [];
  links = [];
  server = { violations: [], info: {}, receive: {}, onMessage: (session, message) => this.serverGot(session, message) };
  sessions = new Map();
  serverReceived = [];
  opened = 0;

  constructor(seed, options = {}) {
    this.refuse = new Set(options.refuse);
    this.missing = new Set(options.missing);
    this.random = generator(seed);
    this.options = {
      transports: ['websocket', 'sse', 'polling'],
      headStart: 500,
      connectTimeout: 5000,
      probes: [5000, 30000, 300000],
      remember: 600000,
      ...options,
    };
    const effects = {
      supports: (transport) => !this.missing.has(transport),
      open: (transport, token, query, sink) => this.open(transport, token, new URLSearchParams(query), sink),
      post: (query, body, done) => this.post(new URLSearchParams(query), body, done),
      remembered: () => this.remembered,
      run: (event) => this.run(event),
      backoff: (failures) => 1 + this.random() * Math.min(30000, 500 * 2 ** failures),
      message: (payload) => this.received.push(payload),
      gap: (from, to) => this.events.push(['gap', from, to]),
      attached: (transport, previous, resumed) => {
        this.transport = transport;
        this.events.push(['attached', transport, previous, resumed, this.now]);
      },
      detached: (why) => this.events.push(['detached', why.code, this.now]),
      lost: (why, messages, now) => {
        this.events.push(['lost', why.code, messages]);
        this.session = createSession(effects, this.connector, undefined);
        this.connector.carry(this.session, now);
      },
      closed: (why) => {
        this.closed = why;
        this.connector.stop();
      },
    };
    this.connector = createConnector(this.options, effects);
    this.session = createSession(effects, this.connector, options.saved);
    this.connector.carry(this.session, 0);
    this.run((now) => this.connector.connect(now));
  }

  /** What the channel's shell does: the event, then what is due. */
  run(event) {
    if (this.closed) return;
    if (this.busy) return void event(this.now);
    this.busy = true;
    event(this.now);
    while (!this.closed && Math.min(this.session.due(), this.connector.due()) <= this.now) {
      this.session.tick(this.now);
      this.connector.tick(this.now);
    }
    this.busy = false;
  }

  after(delay, what) {
    this.queue.push({ at: this.now + delay, order: this.order++, what });
  }

  /** Lets time pass up to a point, or until `done`. */
  until(end, done = () => false) {
    while (!done()) {
      this.queue.sort((a, b) => a.at - b.at || a.order - b.order);
      const next = this.queue[0] ? this.queue[0].at : Infinity;
      const timer = this.closed ? Infinity : Math.min(this.session.due(), this.connector.due());
      const at = Math.min(next, timer);
      if (at > end) {
        this.now = end;
        return done();
      }
      this.now = Math.max(this.now, at);
      if (next <= timer) this.queue.shift().what();
      else this.run(() => {});
    }
    return true;
  }

  send(payload) {
    this.run(() => this.session.send(payload, payload.length));
  }

  serverGot(session, message) {
    this.serverReceived.push(message);
  }

  serverSession() {
    return this.sessions.get(this.session.token());
  }

  delay() {
    return this.random() * this.faults.delay;
  }

  create() {
    const session = new ServerSession(this.server);
    session.token = 'token' + ++this.opened;
    this.sessions.set(session.token, session);
    return session;
  }

  /** One connection: two pipes that keep the order, each of which may break without the other end's knowledge. */
  open(transport, token, query, sink) {
    if (this.refuse.has(transport)) {
      this.after(this.delay(), () => sink.down({ code: 1006, reason: '' }));
      return { close() {}, ...(transport === 'websocket' ? { write() {} } : {}) };
    }
    const world = this;
    const link = {
      open: true,
      serverOpen: true,
      downAt: 0,
      upAt: 0,
      transport,
      probe: query.has('probe'),
      sink: sink.down,
    };
    this.links.push(link);
    const down = (what) => {
      link.downAt = Math.max(link.downAt, world.now + world.delay());
      const lost = world.mute.has(transport) || world.random() < world.faults.loss;
      if (lost) link.broken = true;
      if (!link.broken) world.after(link.downAt - world.now, () => link.open && !link.broken && what());
    };
    const up = (what) => {
      link.upAt = Math.max(link.upAt, world.now + world.delay());
      if (world.random() < world.faults.loss) link.upBroken = true;
      if (!link.upBroken) world.after(link.upAt - world.now, () => link.serverOpen && what());
    };
    const record = (type, data) => down(() => sink.record(type, data));
    const ended = (why) =>
      down(() => {
        link.open = false;
        sink.down(why);
      });
    const poll = transport === 'polling';
    let session;
    let number = 0;
    const serverSide = {
      messages: (list) => {
        if (poll && link.opening) return;
        begin();
        list.forEach((message) => record('m', message));
        if (poll) finish();
      },
      supersede: () => {
        record('e', '{"code":4409,"reason":""}');
        link.serverOpen = false;
        ended({ code: poll ? 0 : 4409, reason: '' });
      },
      close: (why) => {
        begin();
        record('c', JSON.stringify(why));
        ended({ code: poll ? 0 : why.code, reason: '' });
      },
    };
    const begin = () => {
      if (poll && !link.begun) {
        link.begun = true;
        record('o', '');
      }
    };
    const finish = () => {
      if (session.connection === serverSide) session.connection = null;
      link.serverOpen = false;
      ended({ code: 0, reason: '' });
    };
    const attach = (k, n) => {
      if (session.attachNumber(k, n, serverSide) === 409) {
        if (!poll) record('e', '{"code":4409,"reason":""}');
        ended({ code: 4409, reason: '' });
        return;
      }
      if (!poll) record('s', JSON.stringify(session.info(n + 1)));
      if (poll) {
        const wait = +query.get('wait');
        world.after(wait, () => {
          if (link.serverOpen) {
            begin();
            finish();
          }
        });
      }
      session.flush();
    };
    const arrive = () => {
      session = token ? world.sessions.get(token) : world.create();
      if (!session) {
        if (!poll) record('e', '{"code":4404,"reason":""}');
        ended({ code: 4404, reason: '' });
      } else if (link.probe) {
        record('p', '');
        world.after(200, () => record('p', ''));
      } else if (!token) {
        if (!poll) session.attachNumber(1, 0, serverSide);
        record('s', JSON.stringify(session.info(1)));
        if (poll) ended({ code: 0, reason: '' });
        else session.flush();
      } else {
        attach(+query.get('attach'), +query.get('ack'));
      }
      // A proxy or the browser may repeat a GET.
      if (token && !link.probe && transport !== 'websocket' && world.random() < world.faults.duplicate && session) {
        world.after(world.delay() * 10, () => {
          const k = +query.get('attach');
          if (k >= session.attach && session.connection === serverSide) {
            session.connection = null;
            finish();
          }
        });
      }
    };
    up(arrive);
    const cutter = () => {
      if (link.open && world.faults.cut && world.random() < world.faults.cut) {
        // One side may not notice.
        link.serverOpen = world.random() < 0.5 ? false : link.serverOpen;
        link.broken = true;
        if (session && session.connection === serverSide && !link.serverOpen) session.connection = null;
        if (world.random() < 0.5) {
          link.open = false;
          sink.down({ code: 1006, reason: '' });
        }
      } else if (link.open) {
        world.after(500, cutter);
      }
    };
    world.after(500 * this.random(), cutter);
    const connection = {
      close() {
        link.open = false;
        up(() => {
          link.serverOpen = false;
          if (session && session.connection === serverSide) session.connection = null;
        });
      },
    };
    if (transport === 'websocket') {
      connection.write = (frame) =>
        up(() => {
          const text = typeof frame === 'string' ? frame : '';
          const type = text ? text[0] : 'm';
          if (type === 't') {
            const { attach: k, ack } = JSON.parse(text.slice(1));
            attach(k, ack);
          } else if (session.connection !== serverSide) {
            return;
          } else if (type === 'm') {
            if (!number) world.server.violations.push('a message before n');
            if (!session.take(number, [text ? text.slice(1) : frame])) world.server.violations.push('a hole');
            world.judge(session);
            number++;
            record('a', '' + session.accepted);
          } else if (type === 'n') {
            number = +text.slice(1);
            if (number > session.accepted + 1) world.server.violations.push('n too high');
          } else if (type === 'a') {
            session.acknowledge(Math.min(+text.slice(1), session.position));
          } else if (type === 'c') {
            session.closed = JSON.parse(text.slice(1));
            session.ended = true;
            ended({ code: session.closed.code, reason: '', wasClean: true });
          }
        });
    }
    return connection;
  }

  judge() {}

  post(query, body, done) {
    const token = this.session.token();
    let answered = false;
    const answer = (why, acknowledged) => {
      if (!answered) {
        answered = true;
        this.run((now) => done(why, acknowledged, now));
      }
    };
    const arrive = () => {
      const session = this.sessions.get(token);
      const reply = (why, acknowledged = 0) => {
        // The server may hold a reply until the application has handled the batch.
        const held = this.random() < this.faults.hold ? this.random() * 5000 : 0;
        if (this.random() >= this.faults.loss) this.after(this.delay() + held, () => answer(why, acknowledged));
      };
      if (!session) return reply({ code: 4404, reason: '' });
      if (session.ended) return reply({ code: 4410, reason: '' });
      session.acknowledge(Math.min(+query.get('ack'), session.released + session.out.length));
      if (query.has('seq')) {
        const messages = body
          .split('\n\n')
          .slice(0, -1)
          .map((block) => block.replace(/^data: /, ''));
        if (!session.take(+query.get('seq'), messages)) {
          this.server.violations.push('a batch too far');
          return reply({ code: 4409, reason: '' });
        }
      }
      if (query.has('close')) {
        session.closed = { code: +query.get('close'), reason: '' };
        session.ended = true;
      }
      return reply({ code: 0, reason: '' }, session.accepted);
    };
    const copies = this.random() < this.faults.duplicate ? 2 : 1;
    for (let i = 0; i < copies; i++) {
      if (this.random() >= this.faults.loss) this.after(this.delay() * (1 + 4 * i * this.random()), arrive);
    }
    this.after(35000, () => answer({ code: 1006, reason: '' }, 0));
  }
}
