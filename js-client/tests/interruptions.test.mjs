/** Sleep, another network, a page that is hidden, frozen or left. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { World, opened } from './support/world.mjs';

describe('sleep', () => {
  it('is seen by a timer that rings late: silence has to be broken quickly', async () => {
    const world = await opened();
    await world.sleep(30000);
    assert.equal(world.links[0].open, true);
    await world.pass(44100 - 30000);
    assert.equal(world.links[0].open, false);
  });
  it('that outlasted the heartbeats ends the connection on waking', async () => {
    const world = await opened();
    await world.sleep(3600000);
    await world.pass(600);
    assert.equal(world.links[0].open, false);
    assert.equal(world.last().query.get('attach'), '2');
    await world.last().session({ resumed: true });
    assert.equal(world.types.at(-1), 'resumed');
  });
  it('ends when the page is seen again: a retry goes at once', async () => {
    const world = new World();
    world.dice = 0.99;
    await world.open({ transports: ['sse'] });
    for (let i = 0; i < 6; i++) {
      await world.last().fail();
      await world.pass(i < 5 ? Math.max(world.nextTimer, 0) + 1 : 0);
    }
    const count = world.links.length;
    await world.happens('visibilitychange');
    assert.equal(world.links.length, count + 1);
  });
  it('leaves a connection that spoke a moment ago alone', async () => {
    const world = await opened();
    await world.pass(1000);
    await world.happens('visibilitychange');
    await world.pass(5000);
    assert.equal(world.links.length, 1);
    assert.equal(world.links[0].open, true);
  });
  it('of a frozen page ends with a new connection: the old one may never speak again, nor say so', async () => {
    const world = await opened('sse');
    await world.pass(1000);
    await world.happens('resume');
    assert.deepEqual([world.last().kind, world.last().query.get('attach')], ['sse', '2']);
    await world.last().session({ resumed: true });
    assert.deepEqual(world.types, ['open', 'transport']);
  });
  it('is told by the clock alone where a timer does not know of it', async () => {
    const world = await opened();
    // The engine's timers go by a clock that stood still meanwhile.
    world.clock += 3600000;
    for (const timer of world.timers.values()) timer.at += 3600000;
    world.channel.send('x');
    await world.pass(600);
    assert.equal(world.links[0].open, false);
    assert.equal(world.last().query.get('attach'), '2');
  });
  it('gives one that was silent for longer than a heartbeat 2.5 s', async () => {
    const world = await opened();
    await world.pass(25000);
    await world.happens('visibilitychange');
    await world.pass(2400);
    assert.equal(world.links[0].open, true);
    await world.links[0].record('p');
    await world.pass(23000);
    assert.equal(world.links[0].open, true);
    await world.pass(2000);
    await world.happens('visibilitychange');
    await world.pass(2600);
    assert.equal(world.links[0].open, false);
  });
});

describe('a clock that is set back', () => {
  it('keeps no retry waiting for the hour to come again', async () => {
    const world = await opened('sse');
    await world.pass(1000);
    for (let i = 0; i < 3; i++) {
      await world.last().fail();
      await world.pass(510);
    }
    await world.last().fail();
    world.clock -= 3600000;
    for (const timer of world.timers.values()) timer.at -= 3600000;
    await world.pass(3000);
    assert.ok(world.alive.length, 'a new connection');
    assert.equal(world.types.filter((type) => type === 'detached').length, 1);
  });
  it('makes a silent connection look alive for no more than another such silence', async () => {
    const world = await opened();
    await world.pass(1000);
    world.clock -= 3600000;
    for (const timer of world.timers.values()) timer.at -= 3600000;
    await world.pass(89000);
    assert.equal(world.links[0].open, false);
  });
});

describe('a timer that is overdue', () => {
  it('is set anew once by what happens within an event', async () => {
    const world = await opened();
    world.channel.addEventListener('message', () => world.channel.send('back'));
    for (const timer of world.timers.values()) timer.at += 3600000;
    world.clock += 60000;
    await world.last().record('m', 'there');
    assert.ok(world.nextTimer <= 44000, String(world.nextTimer));
    await world.pass(44100);
    assert.equal(world.links[0].open, false);
  });
});

describe('another network', () => {
  for (const type of ['offline', 'online']) {
    it(`(${type}) is met by a new attach over the same transport`, async () => {
      const world = await opened();
      await world.happens(type);
      assert.equal(world.links.length, 2);
      assert.deepEqual([world.last().kind, world.last().query.get('attach')], ['websocket', '2']);
      await world.last().session({ resumed: true });
      assert.deepEqual(world.types, ['open', 'transport']);
    });
  }
  it('is met by a new poll as well, which has to prove its path at once', async () => {
    const world = await opened('polling');
    await world.happens('online');
    assert.equal(world.last().query.get('wait'), '0');
    await world.last().end();
    assert.equal(world.last().query.get('wait'), '25000');
  });
});

describe('a page', () => {
  it('that goes for good closes with 1001 and what is unacknowledged, by a beacon', async () => {
    const world = await opened('sse');
    world.channel.send('last words');
    await world.happens('pagehide', { persisted: false });
    const [{ url, body }] = world.beacons;
    assert.equal(url.pathname, '/channel/token');
    assert.equal(url.searchParams.get('close'), '1001');
    assert.equal(url.searchParams.get('seq'), '1');
    assert.equal(body, 'data: last words\n\n');
    await world.pass(100000);
    assert.deepEqual(world.alive, []);
  });
  it('in the back/forward cache is still, and goes on when it is back', async () => {
    const world = await opened();
    await world.happens('pagehide', { persisted: true });
    assert.deepEqual(world.beacons, []);
    await world.pass(60000);
    assert.equal(world.links.length, 1);
    assert.equal(world.links[0].open, false);
    await world.happens('pageshow', { persisted: true });
    assert.equal(world.last().query.get('attach'), '2');
    await world.last().session({ resumed: true });
    assert.equal(world.types.at(-1), 'resumed');
  });
  it('that is reloaded hands the session over, once', async () => {
    const world = await opened('websocket', { reload: true });
    await world.last().record('m', 'x');
    world.channel.send('a');
    const stored = () => [...world.sessionStorage.items.values()].join();
    assert.equal(stored(), '');
    await world.happens('pagehide', { persisted: false });
    assert.match(stored(), /token/);
    assert.deepEqual(world.beacons, []);
    const next = new World();
    next.sessionStorage = world.sessionStorage;
    await next.open({ reload: true });
    assert.equal(stored(), '');
    await next.pass(600);
    const [link] = next.links;
    assert.deepEqual([link.token, link.query.get('attach'), link.query.get('ack')], ['token', '2', '1']);
    await link.session({ resumed: true, next: 2 });
    assert.deepEqual(link.sent, ['n1', 'ma']);
    assert.deepEqual(next.types, ['open', 'transport']);
  });
});
