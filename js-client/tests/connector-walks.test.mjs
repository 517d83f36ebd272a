/** Session and connector together: which connection when, by a clock that is a number, on a network drawn from seeds. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { World } from './simulation/connector-world.mjs';

const SEEDS = +(process.env.SEEDS || 400);
const FIRST = +(process.env.SEED || 1);

/** One history: faults for a while, messages both ways all the time, then a calm sea. */
function history(seed, transports) {
  const world = new World(seed, { transports, headStart: 300, probes: [700, 2000] });
  const count = 100;
  world.terms = { acknowledgeAfter: 0, receive: { messages: 16, bytes: 1 << 20 } };
  const draw = world.random;
  world.faults = {
    delay: 10 + draw() * 400,
    loss: draw() < 0.3 ? 0 : draw() * 0.04,
    duplicate: draw() * 0.5,
    cut: draw() * 0.4,
    hold: draw(),
  };
  let ours = 0;
  let theirs = 0;
  world.until(60000, () => world.serverSession());
  const tick = () => {
    const session = world.serverSession();
    if (session) {
      for (let burst = draw() * 5; burst > 0; burst--) {
        if (ours < count && draw() < 0.5) world.send('up' + ours++);
        else if (theirs < count) session.send('down' + theirs++);
        else if (ours < count) world.send('up' + ours++);
      }
    }
    if (draw() < 0.1) {
      // A transport stops working, or works again.
      const victim = transports[Math.floor(draw() * transports.length)];
      if (!world.mute.delete(victim) && transports.length > 1) world.mute.add(victim);
    }
    if (draw() < 0.02) world.run((now) => world.connector.wake(now, draw() < 0.5));
    if (ours < count || theirs < count) world.after(draw() * 400, tick);
  };
  tick();
  world.until(120000, () => ours === count && theirs === count);
  world.faults = { delay: 20, loss: 0, duplicate: 0, cut: 0, hold: 0 };
  world.mute.clear();
  world.until(world.now + 400000, () => world.received.length >= count && world.serverReceived.length >= count);
  const lost = world.events.filter((event) => event[0] === 'lost');
  assert.deepEqual(lost, [], 'a session was lost');
  assert.deepEqual(world.violations, []);
  assert.deepEqual(
    world.serverReceived,
    Array.from({ length: count }, (_, i) => 'up' + i),
  );
  assert.deepEqual(
    world.received,
    Array.from({ length: count }, (_, i) => 'down' + i),
  );
}

for (const transports of [
  ['websocket'],
  ['sse'],
  ['polling'],
  ['websocket', 'polling'],
  ['websocket', 'sse', 'polling'],
]) {
  test(`exactly once and in order over ${transports.join(', ')}`, () => {
    for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
      try {
        history(seed, transports);
      } catch (error) {
        error.message = `seed ${seed}: ${error.message}`;
        throw error;
      }
    }
  });
}
