/**
 * A world in which time is a number: the client's pure halves, a model of the server, and a network that delays, repeats
 * and loses, all from one seed. Nothing here waits, so a run takes milliseconds and can be repeated exactly.
 */
import { random } from '../support/random.mjs';
import { sources } from '../support/sources.mjs';
import { ModelServer } from './model-server.mjs';
import { batch, parameters, record } from './wire.mjs';

const { createSession, createConnector } = await sources(['session', 'connector']);

/** How often the server looks at its clock, in milliseconds. */
const TICK = 200;

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
  /** Terms of sessions that open. */
  terms = { acknowledgeAfter: 0 };
  violations = [];
  sessions = new Map();
  serverReceived = [];
  opened = 0;

  constructor(seed, options = {}) {
    this.refuse = new Set(options.refuse);
    this.missing = new Set(options.missing);
    this.random = random(seed).next;
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
      open: (transport, token, query, sink) => this.open(transport, token, parameters(query), sink),
      post: (query, body, done) => this.post(parameters(query), body, done),
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
    this.ticks();
  }

  /** The server's clock. */
  ticks() {
    this.sessions.forEach((session) => session.tick());
    this.after(TICK, () => this.ticks());
  }

  /** What the channel's shell does: the event, then what is due. */
  run(event) {
    if (this.closed) return;
    if (this.busy) return void event(this.now);
    this.busy = true;
    event(this.now);
    while (!this.closed && Math.min(this.session.due(), this.connector.due(this.now)) <= this.now) {
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
      const timer = this.closed ? Infinity : Math.min(this.session.due(), this.connector.due(this.now));
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

  serverSession() {
    return this.sessions.get(this.session.token());
  }

  delay() {
    return this.random() * this.faults.delay;
  }

  create() {
    const application = {
      message: (message) => {
        this.serverReceived.push(message);
        return true;
      },
      room() {},
      closed() {},
    };
    const session = new ModelServer(this.terms, application, () => this.now, this.violations);
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
      probe: 'probe' in query,
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
    const poll = transport === 'polling';
    let session;
    const server = {
      kind: transport,
      hold: +query.wait || 0,
      send: (type, data, status) => {
        link.status = link.status || status;
        if (poll && !link.status && !link.begun && token) {
          link.begun = true;
          down(() => sink.record('o', ''));
        }
        down(() => sink.record(type, data && typeof data === 'object' ? JSON.stringify(data) : String(data)));
      },
      end: (code) => {
        link.serverOpen = false;
        ended({ code: transport === 'websocket' ? code : link.status ? 4000 + link.status : code && 1006, reason: '' });
      },
    };
    const ended = (why) =>
      down(() => {
        link.open = false;
        sink.down(why);
      });
    const arrive = () => {
      session = token ? world.sessions.get(token) : world.create();
      if (!session) {
        server.send('e', { code: 4404, reason: '' }, 404);
        server.end(4404);
      } else if (link.probe) {
        server.send('p', '');
        world.after(200, () => server.send('p', ''));
      } else if (!token) {
        session.open(server);
      } else {
        session.attach(server, +query.attach, +query.ack);
      }
      // A proxy or the browser may repeat a GET; nobody reads the reply to the copy.
      if (token && !link.probe && transport !== 'websocket' && world.random() < world.faults.duplicate && session) {
        const copy = { ...server, copy: true, send() {}, end() {} };
        world.after(world.delay() * 10, () => session.attach(copy, +query.attach, +query.ack));
      }
    };
    up(arrive);
    const cutter = () => {
      if (link.open && world.faults.cut && world.random() < world.faults.cut) {
        // One side may not notice.
        link.serverOpen = world.random() < 0.5 ? false : link.serverOpen;
        link.broken = true;
        if (session && !link.serverOpen) session.detach(server);
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
          if (session) session.detach(server);
        });
      },
    };
    if (transport === 'websocket') {
      connection.write = (frame) =>
        up(() => {
          if (session) session.frame(server, ...record(frame));
        });
    }
    return connection;
  }

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
      // The server may hold a reply until the application has handled the batch.
      const reply = (status, type, data) => {
        const held = this.random() < this.faults.hold ? this.random() * 5000 : 0;
        const code = status === 200 ? 0 : 4000 + status;
        const acknowledged = type === 'a' ? data : 0;
        if (this.random() >= this.faults.loss) {
          this.after(this.delay() + held, () => answer({ code, reason: '' }, acknowledged));
        }
      };
      const session = this.sessions.get(token);
      if (session) {
        const [seq, ack, close] = [+query.seq || 0, +query.ack, +query.close || 0];
        session.post({ seq, ack, close, messages: batch(body) }, reply);
      } else {
        reply(404, 'e', '');
      }
    };
    const copies = this.random() < this.faults.duplicate ? 2 : 1;
    for (let i = 0; i < copies; i++) {
      if (!this.losesPosts && this.random() >= this.faults.loss)
        this.after(this.delay() * (1 + 4 * i * this.random()), arrive);
    }
    this.after(35000, () => answer({ code: 1006, reason: '' }, 0));
  }
}
