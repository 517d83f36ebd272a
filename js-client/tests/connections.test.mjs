/** Which connections are made, and when: the whole client on a clock and a network of the test's own. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { World, opened } from './support/world.mjs';

describe('the race of an opening', () => {
  it('gives each transport a head start of 500 ms', async () => {
    const world = new World();
    await world.open();
    assert.deepEqual(world.kinds, ['websocket']);
    await world.pass(499);
    assert.deepEqual(world.kinds, ['websocket']);
    await world.pass(1);
    assert.deepEqual(world.kinds, ['websocket', 'sse']);
    await world.pass(500);
    assert.deepEqual(world.kinds, ['websocket', 'sse', 'polling']);
    assert.equal(world.links[0].query.get('v'), '1');
    assert.equal(world.links[2].body, '');
  });
  it('starts the next at once when one has failed', async () => {
    const world = new World();
    await world.open();
    await world.last().end();
    assert.deepEqual(world.kinds, ['sse']);
    await world.last().fail();
    assert.deepEqual(world.kinds, ['polling']);
  });
  it('is won by the first record; losers are dropped without a trace', async () => {
    const world = new World();
    await world.open();
    await world.pass(1000);
    const [websocket, sse, polling] = world.links;
    await sse.session();
    assert.equal(websocket.open, false);
    assert.equal(polling.aborted, true);
    assert.deepEqual(world.types, ['open', 'transport']);
    await websocket.session({ session: 'other' });
    await polling.session({ session: 'third' });
    assert.deepEqual(world.types, ['open', 'transport']);
    assert.equal(world.channel.transport, 'sse');
    world.channel.send('x');
    assert.equal(world.last('post').token, 'token');
  });
  it('survives an engine that throws instead of failing', async () => {
    const world = new World();
    world.refuses = () => true;
    await world.open();
    assert.deepEqual(world.kinds, ['sse']);
  });
  it('leaves out what the engine does not have', async () => {
    const world = new World();
    await world.open({ environment: { WebSocket: undefined } });
    assert.deepEqual(world.kinds, ['sse']);
  });
  it('keeps to the transports of the application', async () => {
    const world = new World();
    await world.open({ transports: ['polling', 'websocket'] });
    assert.deepEqual(world.kinds, ['polling']);
    await world.pass(500);
    assert.deepEqual(world.kinds, ['polling', 'websocket']);
  });
  it('reaches polling past a WebSocket and a stream that stay mute', async () => {
    const world = new World();
    await world.open();
    await world.pass(1000);
    await world.links[2].session();
    await world.links[2].end();
    assert.equal(world.channel.transport, 'polling');
    assert.deepEqual(world.kinds, ['polling']);
    assert.equal(world.last().query.get('attach'), '2');
  });
  it('takes a reply of another content type for the failure that it is', async () => {
    const world = new World();
    await world.open({ transports: ['sse', 'polling'] });
    world.last().begin(200, { 'Content-Type': 'text/html' });
    await world.last().write('event: session\ndata: {}\n\n');
    await world.last().end();
    assert.deepEqual(world.kinds, ['polling']);
  });
  for (const [status, code] of [
    [401, 4401],
    [403, 4403],
    [400, 4400],
  ]) {
    it(`ends with ${code} when the server says ${status}`, async () => {
      const world = new World();
      await world.open({ transports: ['sse'] });
      await world.last().refuse(status);
      assert.deepEqual(world.types, ['error', 'close']);
      assert.deepEqual([world.events[1].code, world.events[1].reason, world.events[1].wasClean], [code, 'no', false]);
      await world.pass(100000);
      assert.equal(world.links.length, 1);
    });
  }
});

describe('trying again', () => {
  const waits = async (dice, options) => {
    const world = new World();
    world.dice = dice;
    await world.open({ transports: ['sse'], ...options });
    const list = [];
    for (let i = 0; i < 12; i++) {
      const before = world.clock;
      const count = world.links.length;
      await world.last().fail();
      while (world.links.length === count) {
        await world.pass(Math.max(world.nextTimer, 0));
      }
      list.push(world.clock - before);
    }
    return list;
  };
  it('waits a random part of a span that stays for four rounds and then doubles up to 30 s', async () => {
    const most = await waits(0.999999);
    [500, 500, 500, 500, 1000, 2000, 4000, 8000, 16000, 30000, 30000].forEach((span, i) =>
      assert.ok(Math.abs(most[i] - span) <= 2, `${most[i]} for ${span}`),
    );
    const least = await waits(0);
    assert.ok(
      least.every((wait) => wait <= 2),
      String(least),
    );
    const half = await waits(0.5);
    assert.ok(Math.abs(half[7] - 4000) <= 2);
  });
  it('keeps to the options', async () => {
    const list = await waits(0.999999, { backoff: 100, maxBackoff: 300 });
    [100, 100, 100, 100, 200, 300, 300].forEach((span, i) => assert.ok(Math.abs(list[i] - span) <= 2));
  });
  it('waits as long as Retry-After says', async () => {
    const world = new World();
    await world.open({ transports: ['sse'] });
    await world.last().refuse(503, { 'Retry-After': '60' });
    await world.pass(59000);
    assert.equal(world.links.length, 1);
    await world.pass(2000);
    assert.equal(world.links.length, 2);
  });
  it('gives a mute connection 5 s, and longer after failures', async () => {
    const world = new World();
    world.dice = 0;
    await world.open({ transports: ['sse'] });
    await world.pass(4999);
    assert.equal(world.links[0].open, true);
    await world.pass(3);
    assert.equal(world.links[0].open, false);
    assert.equal(world.links.length, 2);
    await world.pass(9000);
    assert.equal(world.links[1].open, true);
  });
  it('begins with little again after a success', async () => {
    const world = await opened('sse');
    await world.last().record('m', 'x');
    await world.last().fail();
    await world.pass(510);
    assert.equal(world.links.length, 2);
    assert.equal(world.last().query.get('attach'), '2');
    assert.equal(world.last().query.get('ack'), '1');
  });
});

describe('a lost connection', () => {
  it('is told once, and again when the session goes on', async () => {
    const world = await opened();
    await world.last().record('p');
    await world.last().end();
    assert.deepEqual(world.types, ['open', 'transport', 'detached']);
    assert.equal(world.channel.transport, '');
    assert.equal(world.channel.readyState, 1);
    await world.pass(600);
    await world.last('websocket').session({ resumed: true });
    assert.deepEqual(world.types, ['open', 'transport', 'detached', 'resumed']);
    assert.equal(world.channel.transport, 'websocket');
  });
  it('is found by its silence: 2.2 heartbeats', async () => {
    const world = await opened();
    await world.pass(43900);
    assert.equal(world.links[0].open, true);
    await world.links[0].record('p');
    await world.pass(43900);
    assert.equal(world.links[0].open, true);
    await world.pass(200);
    assert.equal(world.links[0].open, false);
    assert.ok(world.types.includes('detached'));
  });
  it('is a poll that comes back 10 s too late', async () => {
    const world = await opened('polling', { transports: ['polling'] });
    assert.equal(world.last().query.get('wait'), '25000');
    const held = world.last();
    await world.pass(34900);
    assert.equal(held.open, true);
    await world.pass(200);
    assert.equal(held.open, false);
  });
  it('is raced for: a direct attach beside probes that disturb nothing', async () => {
    const world = await opened();
    world.dice = 0;
    await world.last().record('p');
    await world.last().end();
    await world.pass(2);
    const direct = world.last();
    assert.equal(direct.query.get('attach'), '2');
    await world.pass(600);
    const probe = world.links.find((link) => link.query.get('probe'));
    assert.equal(probe.kind, 'sse');
    assert.equal(probe.query.get('attach'), null);
    await probe.record('p');
    assert.equal(direct.open, true);
    await world.pass(200);
    await probe.record('p');
    assert.equal(direct.open, false);
    assert.deepEqual([world.last().kind, world.last().query.get('attach')], ['sse', '3']);
  });
  it('on which the server asks to attach again serves on while an acknowledgement is to come', async () => {
    const world = await opened();
    world.channel.send('x');
    await world.last().record('r', { after: 3000 });
    assert.equal(world.links[0].open, true);
    await world.last().record('a', 1);
    assert.equal(world.channel.bufferedAmount, 0);
    await world.pass(3010);
    const next = world.last();
    assert.ok(next !== world.links[0]);
    assert.equal(next.query.get('probe'), '1');
    await next.record('p');
    await world.pass(200);
    await next.record('p');
    assert.equal(world.links[0].open, false);
    await next.session({ resumed: true, ack: 1 });
    assert.deepEqual(world.types, ['open', 'transport']);
  });
  it('on which the server asks to attach again is left at once, for as long as it says', async () => {
    const world = await opened();
    await world.last().record('r', { after: 3000 });
    assert.equal(world.links[0].open, false);
    await world.pass(2990);
    assert.equal(world.links.length, 1);
    await world.pass(20);
    assert.equal(world.links.length, 2);
  });
});

describe('a transport that opens and dies within a second', () => {
  it('twice is broken, whatever it carried', async () => {
    const world = new World();
    world.dice = 0;
    await world.open({ transports: ['websocket', 'sse'] });
    await world.links[0].session();
    for (let i = 2; i < 4; i++) {
      await world.last().record('m', 'x');
      await world.pass(900);
      await world.last().end();
      await world.pass(5);
      if (i === 2) {
        assert.equal(world.alive[0].kind, 'websocket');
        await world.last().session({ resumed: true, next: 2 });
      }
    }
    assert.equal(world.alive[0].kind, 'sse');
  });
  it('is no worse for it when it lived longer in between', async () => {
    const world = new World();
    world.dice = 0;
    await world.open({ transports: ['websocket', 'sse'] });
    await world.links[0].session();
    for (const life of [900, 1100, 900]) {
      await world.last().record('p');
      await world.pass(life);
      await world.last().end();
      await world.pass(5);
      assert.equal(world.alive[0].kind, 'websocket');
      await world.last().session({ resumed: true });
    }
  });
});

describe('a transport that opens and carries nothing', () => {
  it('twice is broken: the others come first for ten minutes', async () => {
    const world = new World();
    world.dice = 0;
    await world.open({ transports: ['websocket', 'sse'] });
    await world.links[0].session();
    for (let i = 0; i < 2; i++) {
      await world.last('websocket').end();
      await world.pass(5);
      if (i === 0) {
        await world.last('websocket').session({ resumed: true });
      }
    }
    assert.equal(world.alive[0].kind, 'sse');
    assert.equal(world.alive[0].query.get('attach'), '3');
  });
});

describe('a session that is lost', () => {
  it('is replaced by a new one, and what was not acknowledged is handed back', async () => {
    const world = await opened();
    world.channel.send('a');
    world.channel.send('b');
    await world.last().record('a', 1);
    await world.last().record('c', { code: 4408, reason: 'timeout' });
    const reset = world.events.at(-1);
    assert.deepEqual([reset.type, reset.code, reset.messages], ['reset', 4408, ['b']]);
    assert.equal(world.channel.bufferedAmount, 0);
    assert.equal(world.channel.readyState, 1);
    await world.pass(600);
    const next = world.alive[0];
    assert.equal(next.query.get('v'), '1');
    await next.session({ session: 'second' });
    world.channel.send('c');
    assert.deepEqual(next.sent, ['n1', 'mc']);
    assert.equal(world.types.filter((type) => type === 'open').length, 1);
  });
});

describe('requests', () => {
  it("all differ, carry the application's parameters, and need no preflight", async () => {
    const world = new World();
    await world.open({ transports: ['polling'] }, 'wss://example.test/channel/?room=a%20b');
    await world.last().session();
    for (let i = 0; i < 3; i++) {
      await world.last().end();
    }
    const urls = world.links.map((link) => link.url);
    assert.equal(new Set(urls).size, urls.length);
    assert.ok(urls.every((url) => url.startsWith('https://example.test/channel')));
    assert.ok(world.links.every((link) => link.query.get('room') === 'a b' && link.query.has('_')));
    // A body that is a string is text/plain by itself; see the real one in channel.test.mjs.
    assert.ok(world.links.every((link) => Object.keys(link.init.headers).join() === 'Accept'));
    assert.ok(world.links.every((link) => link.init.body === undefined || typeof link.init.body === 'string'));
    assert.equal(world.links[0].init.credentials, 'same-origin');
  });
  it('carry headers and credentials where the application wants them', async () => {
    const world = new World();
    await world.open({ transports: ['sse'], headers: { Authorization: 'Bearer x' }, credentials: true });
    assert.equal(world.last().init.headers.Authorization, 'Bearer x');
    assert.equal(world.last().init.credentials, 'include');
  });
  const batches = (world) => world.links.filter((link) => link.kind === 'post' && link.query.get('seq') === '1');
  /** Its stream brings a ping so many times, so far apart in milliseconds. */
  const livesOn = async (world, times, apart) => {
    for (let i = 0; i < times; i++) {
      await world.pass(apart);
      await world.last('sse').record('p');
    }
  };
  for (const transport of ['sse', 'polling']) {
    it(`that hang as posts hold nothing up when ${transport} is on another network`, async () => {
      const world = await opened(transport);
      world.channel.send('a');
      await world.happens('online');
      await world.last(transport)[transport === 'sse' ? 'session' : 'end']({ resumed: true });
      assert.equal(batches(world).length, 2);
      await batches(world)[1].acknowledge(1);
      assert.equal(world.channel.bufferedAmount, 0);
      await batches(world)[0].fail();
      await world.pass(10000);
      assert.equal(batches(world).length, 2);
    });
  }
  it('that post acknowledgements hold none up on the next connection', async () => {
    const world = await opened('sse');
    await world.last('sse').record('p');
    const before = world.links.length;
    await world.last('sse').end();
    await world.last('sse').session({ resumed: true });
    await world.last('sse').record('p');
    assert.equal(world.links.filter((link, at) => at >= before && link.kind === 'post').length, 1);
  });
  it('that post have a millisecond more for each byte, as a slow line needs', async () => {
    const world = new World();
    await world.open({ transports: ['sse'] });
    await world.last('sse').session({ maxMessage: 60000 });
    world.channel.send('.'.repeat(60000));
    await livesOn(world, 9, 10000);
    assert.deepEqual(
      batches(world).map((link) => link.open),
      [true],
    );
    await livesOn(world, 1, 10000);
    assert.equal(batches(world)[0].open, false);
  });
  it('that post are given up after 35 s and repeated', async () => {
    const world = await opened('sse');
    world.channel.send('a');
    await livesOn(world, 4, 8700);
    await world.pass(1000);
    const posts = world.links.filter((link) => link.kind === 'post' && link.query.get('seq'));
    assert.deepEqual(
      posts.map((link) => [link.query.get('seq'), link.open]),
      [
        ['1', false],
        ['1', true],
      ],
    );
    await posts[1].acknowledge(1);
    assert.equal(world.channel.bufferedAmount, 0);
  });
});
