/** Which transport when, by a clock that is a number. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { World } from './simulation/connector-world.mjs';

const all = { transports: ['websocket', 'sse', 'polling'] };
const attachedTo = (world) => world.events.filter((event) => event[0] === 'attached').map((event) => event[1]);

test('a WebSocket that works is the only connection', () => {
  const world = new World(1, all);
  world.until(3000);
  assert.deepEqual(
    world.links.map((link) => link.transport),
    ['websocket'],
  );
  assert.equal(world.opened, 1);
});

test('an event stream starts beside a WebSocket that stays mute for the head start', () => {
  const world = new World(1, all);
  world.mute.add('websocket');
  world.until(499);
  assert.equal(world.links.length, 1);
  world.until(700);
  assert.deepEqual(attachedTo(world), ['sse']);
  assert.equal(world.links[0].open, false, 'the loser is dropped');
});

test('polling carries what neither WebSocket nor stream brings through', () => {
  const world = new World(1, all);
  world.mute.add('websocket').add('sse');
  world.until(1400);
  assert.deepEqual(attachedTo(world), ['polling']);
});

test('a transport that is refused costs no head start', () => {
  const world = new World(1, { ...all, refuse: ['websocket'] });
  world.until(200);
  assert.deepEqual(attachedTo(world), ['sse']);
});

test('a transport that the engine lacks is not tried', () => {
  const world = new World(1, { ...all, missing: ['websocket', 'sse'] });
  world.until(300);
  assert.deepEqual(attachedTo(world), ['polling']);
});

test('after a fallback the better transport is probed after 5 s and carries the session, which loses nothing', () => {
  const world = new World(1, all);
  world.mute.add('websocket').add('sse');
  world.until(2000);
  world.mute.clear();
  for (let i = 0; i < 20; i++) {
    world.after(i * 400, () => {
      world.send('up' + i);
      world.serverSession().send('down' + i);
    });
  }
  world.until(15000);
  assert.equal(attachedTo(world).at(-1), 'websocket');
  assert.equal(world.opened, 3, 'the mute openings left two other sessions');
  assert.deepEqual(
    world.received,
    Array.from({ length: 20 }, (_, i) => 'down' + i),
  );
  assert.deepEqual(
    world.serverReceived,
    Array.from({ length: 20 }, (_, i) => 'up' + i),
  );
  assert.equal(world.events.filter((event) => event[0] === 'detached').length, 0, 'make before break');
});

test('a probe disturbs nothing and is repeated after 30 s and 5 min', () => {
  const world = new World(1, all);
  world.mute.add('websocket').add('sse');
  world.until(700000);
  const probes = world.links.filter((link) => link.probe && link.transport === 'websocket').length;
  assert.ok(probes >= 3 && probes <= 5, `${probes} probes`);
  assert.deepEqual(attachedTo(world), ['polling']);
});

test('a WebSocket that opens and dies twice without carrying anything is tried after the others', () => {
  const world = new World(1, all);
  const kill = () => {
    for (const link of world.links) {
      if (link.transport === 'websocket' && link.open && !link.probe) {
        link.open = false;
        link.killed = true;
        world.run(() => link.sink({ code: 1006, reason: '' }));
      }
    }
    world.after(150, kill);
  };
  kill();
  world.until(4500);
  assert.equal(world.transport, 'sse');
});

test('a server that is back finds its clients spread over time', () => {
  const times = [];
  for (let seed = 1; seed <= 50; seed++) {
    const world = new World(seed, { transports: ['websocket'], refuse: ['websocket'] });
    world.until(10000);
    world.refuse.clear();
    world.until(60000, () => world.serverSession());
    times.push(world.now);
  }
  assert.ok(Math.max(...times) - Math.min(...times) > 1000);
  assert.ok(Math.max(...times) < 45000);
});

test('a silent connection is taken for dead after 2.2 heartbeats and replaced', () => {
  const world = new World(1, { transports: ['websocket'] });
  world.until(1000);
  world.links[0].broken = true;
  world.until(43000);
  assert.equal(world.events.length, 1);
  world.until(46000);
  assert.equal(world.events.at(-1)[0], 'attached');
  assert.equal(world.events.at(-1)[3], true);
});

for (const transport of all.transports) {
  test(`an acknowledgement that does not come over ${transport} for 5 s is sought over another connection`, () => {
    const world = new World(1, { transports: [transport] });
    world.until(3000);
    // What there is hangs for good; what is new passes.
    for (const link of world.links) link.broken = link.upBroken = true;
    if (transport !== 'websocket') world.losesPosts = true;
    world.send('mine');
    world.until(7900);
    world.losesPosts = false;
    const links = world.links.length;
    world.until(9500, () => world.serverReceived.length);
    assert.deepEqual(world.serverReceived, ['mine']);
    assert.ok(world.links.length > links, 'a new connection');
    assert.deepEqual(
      world.events.map((event) => event[0]),
      ['attached'],
      'and the application needs not know',
    );
  });
}

test('what is large gets longer to be acknowledged', () => {
  const world = new World(1, { transports: ['websocket'] });
  world.until(1000);
  world.links[0].broken = world.links[0].upBroken = true;
  world.send('x'.repeat(100000));
  world.until(14000);
  assert.equal(world.links.length, 1);
  world.until(18000, () => world.serverReceived.length);
  assert.equal(world.serverReceived.length, 1);
});

test('a silence in which nothing is awaited is left to the heartbeat', () => {
  const world = new World(1, { transports: ['websocket'] });
  world.until(1000);
  world.links[0].broken = true;
  world.until(20000);
  assert.equal(world.links.length, 1);
});

test('a server that is slow to acknowledge is doubted less and less often', () => {
  const world = new World(1, { transports: ['websocket'] });
  world.until(1000);
  world.serverSession().application.message = () => false;
  world.send('slow');
  world.until(180000);
  const doubts = world.links.filter((link) => link.probe).length;
  assert.ok(doubts >= 2 && doubts <= 6, `${doubts} probes`);
  assert.equal(world.events.length, 1);
});

test('after sleep a connection has 2.5 s to deliver its backlog', () => {
  const world = new World(1, { transports: ['websocket'] });
  world.until(1000);
  world.links[0].broken = true;
  world.until(30000);
  world.run((now) => world.connector.wake(now, false));
  world.until(32400);
  assert.equal(world.events.length, 1);
  world.until(34000);
  assert.equal(world.events.at(-1)[0], 'attached');
});

test('a network that changed is met by a new connection at once', () => {
  const world = new World(1, { transports: ['websocket'] });
  world.until(1000);
  world.run((now) => world.connector.wake(now, true));
  world.until(1200);
  assert.equal(world.links.length, 2);
  assert.equal(world.events.length, 1, 'and the application needs not know');
});

test('an attach inside a message handler repeats nothing to the application', () => {
  const world = new World(1, { transports: ['websocket'] });
  world.until(1000);
  const push = world.received.push.bind(world.received);
  world.received.push = (message) => {
    if (message === 'b') world.connector.wake(world.now, true);
    return push(message);
  };
  for (const message of 'abcde') world.serverSession().send(message);
  world.until(5000);
  assert.deepEqual([...world.received], ['a', 'b', 'c', 'd', 'e']);
});

test('a session that another tab took over is lost, and what was unacknowledged comes back', () => {
  const world = new World(1, { transports: ['websocket'] });
  world.until(1000);
  const session = world.serverSession();
  world.links[0].upBroken = true;
  world.send('mine');
  session.attach({ kind: 'sse', send() {}, end() {} }, 9, 0);
  world.until(3000);
  assert.deepEqual(world.events.find((event) => event[0] === 'lost').slice(1), [4409, ['mine']]);
  assert.equal(world.opened, 2);
});

test('an unknown session is replaced', () => {
  const world = new World(1, { transports: ['polling'] });
  world.until(1000);
  world.sessions.clear();
  world.until(60000, () => world.opened === 2);
  assert.equal(world.events.find((event) => event[0] === 'lost')[1], 4404);
});

test('a page that returns from the cache goes on with its session', () => {
  const world = new World(1, all);
  world.until(1000);
  world.run((now) => world.connector.suspend(now));
  world.serverSession().send('while away');
  world.until(20000);
  assert.deepEqual(world.received, []);
  world.run((now) => world.connector.resume(now));
  world.until(21000);
  assert.deepEqual(world.received, ['while away']);
  assert.equal(world.opened, 1);
});

test('a reload goes on where the last page was', () => {
  const world = new World(1, { transports: ['websocket'] });
  world.until(1000);
  world.serverSession().send('before');
  world.until(2000);
  world.links[0].upBroken = true;
  world.send('unacknowledged');
  const saved = JSON.parse(JSON.stringify(world.session.save()));
  const next = new World(2, { transports: ['websocket'], saved });
  next.sessions = world.sessions;
  world.serverSession().application.message = (message) => next.serverReceived.push(message);
  next.sessions.forEach((session) => (session.now = () => next.now));
  next.until(2000);
  world.sessions.get(saved.info.session).send('after');
  next.until(4000);
  assert.deepEqual(next.received, ['after']);
  assert.deepEqual(next.serverReceived, ['unacknowledged']);
});
