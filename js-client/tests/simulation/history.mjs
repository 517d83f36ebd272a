/**
 * Plays one history: `{ seed, terms, application, events }`, where an event is `[name, ...arguments]`. Everything that
 * chance decides is in it. Any event may be left out: an index means "that one modulo how many there are", and what makes
 * no sense now does nothing. After the events the network becomes perfect, and everything must arrive.
 *
 * It throws at the first thing that must not be.
 */
import { Application } from './application.mjs';
import { Client } from './client.mjs';
import { Verdict } from './messages.mjs';
import { Network } from './network.mjs';
import { Oracle } from './oracle.mjs';

const KINDS = ['websocket', 'sse', 'polling'];
/** So many calm rounds of 700 ms at most in which nothing comes on: nothing may have to wait for a heartbeat. */
const ROUNDS = 25;
/** So many steps of everybody's at one time at most. */
const STEPS = 400;
/** So many calm rounds in which nothing more may happen. */
const QUIET = 3;

const nothing = () => {};

const EVENTS = {
  'server.send': (world, size, form) => world.application.send(size, form),
  'server.append': (world, size, form) => world.application.append(size, form),
  'server.wake': (world) => world.server.wake(),
  'server.handle': (world, outcome) => world.application.finish(outcome !== 'throw'),
  'server.slow': (world, n) => (world.application.slow = n),
  'server.reply': (world, n) => (world.application.answers = n),
  'server.elsewhere': (world, n) => world.server.elsewhere(n),
  'server.throw': (world) => (world.application.throws = true),
  'server.close': (world, code) => world.application.close(code),
  'server.cut': (world) => world.server.cut(),
  'server.reconnect': (world, ms) => world.server.reconnect(ms),
  'server.drain': (world, ms) => world.server.reconnect(ms),
  'server.leave': (world) => world.leaves(),
  'server.expire': (world, code) => world.expires(code),
  'server.forget': (world) => world.expires(4404),
  'server.stolen': (world) => world.stolen(),
  'client.send': (world, size, form) => world.client.send(size, form, false),
  'client.blob': (world, size, form) => world.client.send(size, form, true),
  'client.read': (world, outcome) => world.client.read(outcome !== 'fails'),
  'client.attach': (world, kind) => world.client.attach(kind),
  'client.moves': (world, kind) => (world.client.movesTo = kind),
  'client.probe': (world) => world.client.probe(),
  'client.adopt': (world) => world.client.adopt(),
  'client.close': (world) => world.client.close(),
  'client.reload': (world) => world.client.reload(),
  'client.wake': (world) => world.client.tick(),
  'network.changes': (world, kind) => world.changes(kind),
  // Other interpreters' clients are told when to do these; the real one knows.
  ...{ 'client.flush': nothing, 'client.post': nothing, 'client.acknowledge': nothing, 'client.breaks': nothing },
  flight: (world, index, fate) => world.network.settle(index, fate),
  'line.up': (world, index) => world.onLine(index, (line) => line.deliverUp()),
  'line.down': (world, index) => world.onLine(index, (line) => line.deliverDown()),
  'line.partial': (world, index, count) => world.onLine(index, (line) => line.deliverPart(count)),
  'line.written': (world, index) =>
    world.onLine(index, (line) => line.arrived && world.server.written(line.connection)),
  'line.dies': (world, index, end) => world.onLine(index, (line) => world.dies(line, end)),
  'line.stalls': (world, index) => world.onLine(index, (line) => (line.stalled = true)),
  'line.goes': (world, index) => world.onLine(index, (line) => (line.stalled = false)),
  time: (world, ms) => (world.now += ms),
  timer: (world) => world.tick(),
  dispatch: (world) => world.server.dispatch(),
};

class World {
  now;
  /** The code with which somebody ended the session from outside, or took it. */
  ended = 0;

  constructor(core, createServer, history) {
    const clock = () => this.now;
    this.now = history.clock;
    this.verdict = new Verdict();
    this.network = new Network(clock);
    this.application = new Application(this.verdict, (n) => this.client.sent[n - 1]);
    this.server = createServer(termsOf(history), this.application, clock);
    this.application.server = this.network.server = this.server;
    this.client = new Client(this.verdict, core, this.network, clock, (n) => this.application.spoken[n - 1]);
    this.client.gapsExpected = history.terms.overflow === 'drop';
    this.oracle = new Oracle(this, core);
  }

  play({ opens, events }) {
    this.opens(opens);
    for (let i = 0; i < events.length && !this.isOver; i++) {
      this.happens(events[i]);
      this.looks();
    }
    this.calm();
    this.oracle.checkEnd();
  }

  /** Until the session is there, nothing but its coming. */
  opens(kind) {
    this.client.attach(kind);
    this.arriveAll();
    this.looks();
    this.verdict.check(this.client.opened, 'the session was not opened');
  }

  happens(event) {
    const play = EVENTS[event[0]];
    this.verdict.check(play, `an unknown event: ${event[0]}`);
    play(this, event[1], event[2]);
    this.network.tidy();
  }

  looks() {
    if (this.verdict.failure) {
      throw this.verdict.failure;
    }
    this.oracle.check();
  }

  get isOver() {
    return this.client.isOver;
  }

  onLine(index, action) {
    const line = this.network.line(index);
    if (line) {
      action(line);
    }
  }

  dies(line, end) {
    if (end !== 'client') {
      line.diesForServer();
    }
    if (end !== 'server') {
      line.diesForClient();
    }
  }

  expires(code) {
    if (!this.server.closedCode()) {
      this.ended = code;
      if (code === 4404) {
        this.server.forget();
      } else {
        this.server.expire(code);
      }
    }
  }

  /** Nothing comes of what is under way, and nobody is told. The client notices, and connects anew. */
  changes(kind) {
    if (this.client.direct && this.client.opened) {
      this.network.hangs();
      this.client.leave();
      this.client.attach(kind);
    }
  }

  leaves() {
    if (!this.server.closedCode()) {
      this.left = true;
      this.server.leave();
    }
  }

  stolen() {
    if (!this.server.closedCode() && !this.application.closedItself) {
      this.ended = 4409;
      this.server.steal();
    }
  }

  tick() {
    this.server.tick();
    this.client.tick();
  }

  // The calm after it.

  calm() {
    while (this.client.reads) {
      this.client.read(true);
    }
    let quiet = 0;
    let idle = 0;
    let before = '';
    while (quiet < QUIET) {
      this.server.wake();
      this.arriveAll();
      this.looks();
      quiet = this.oracle.isSettled ? quiet + 1 : 0;
      const state = this.oracle.toString();
      idle = state === before ? idle + 1 : 0;
      before = state;
      this.verdict.check(idle < ROUNDS, 'it never comes to rest: ' + state);
      if (!this.client.direct) {
        this.client.attach(KINDS[idle % KINDS.length]);
      }
      this.now += 700;
      this.tick();
    }
  }

  arriveAll() {
    let rounds = 0;
    for (let moved = true; moved;) {
      this.verdict.check(++rounds < STEPS, () => 'it never comes to rest at one time: ' + this.oracle);
      moved = this.application.inHand;
      this.application.finish(true);
      moved = this.network.calm() || moved;
      while (this.server.dispatch()) {
        moved = true;
      }
    }
  }
}

function termsOf({ seed, terms, writeBytes = 64 }) {
  return { maxMessage: 1000, maxBatch: 60 + (seed % 300), writeBytes, ...terms };
}

/** Plays a history and returns the world as it is then. */
export function playHistory(core, createServer, history) {
  const world = new World(core, createServer, history);
  world.play(history);
  return world;
}
