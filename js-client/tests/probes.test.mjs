/** Whether something better works, and what worked the last time. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { World, opened } from './support/world.mjs';

describe('probes for something better', () => {
  const fallen = async (transport = 'polling') => {
    const world = new World();
    await world.open();
    await world.links[0].end();
    if (transport === 'polling') {
      await world.links[1].fail();
    }
    await world.last().session();
    return world;
  };
  const probes = (world) => world.links.filter((link) => link.query.get('probe'));

  it('go out after 5 s, 30 s, and every 5 min', async () => {
    const world = await fallen('sse');
    const start = world.clock;
    const keepAlive = async (until) => {
      while (world.clock < start + until) {
        await world.links.find((link) => link.kind === 'sse').record('p');
        await world.pass(Math.min(10000, start + until - world.clock));
      }
    };
    await keepAlive(1000000);
    const times = probes(world).map((link) => Math.round((link.at - start) / 1000));
    assert.deepEqual(times, [5, 35, 335, 635, 935]);
    assert.ok(probes(world).every((link) => link.kind === 'websocket'));
    assert.equal(world.channel.transport, 'sse');
  });
  it('move the session up in band over a WebSocket, after the second ping', async () => {
    const world = await fallen('sse');
    const stream = world.last('sse');
    await stream.record('m', 'x');
    await world.pass(5000);
    const probe = world.last('websocket');
    await probe.record('p');
    assert.deepEqual(probe.sent, []);
    assert.equal(stream.open, true);
    await probe.record('p');
    assert.deepEqual(probe.sent, ['t{"attach":2,"ack":1}']);
    assert.equal(stream.open, false);
    await probe.session({ resumed: true, next: 2 });
    assert.equal(world.channel.transport, 'websocket');
    assert.deepEqual(world.types, ['open', 'transport', 'message', 'transport']);
    assert.equal(world.events[3].previous, 'sse');
  });
  it('move up to a stream by a new attach', async () => {
    const world = await fallen('polling');
    await world.links[2].end();
    await world.pass(5000);
    const probe = world.last('sse');
    assert.equal(probe.query.get('probe'), '1');
    await probe.record('p');
    await world.pass(200);
    await probe.record('p');
    assert.equal(probe.open, false);
    assert.deepEqual([world.last().kind, world.last().query.get('probe')], ['sse', null]);
    await world.last().session({ resumed: true });
    assert.equal(world.channel.transport, 'sse');
  });
  it('do not believe a stream that a box withholds to its end', async () => {
    const world = await fallen('polling');
    await world.links[2].end();
    await world.pass(5000);
    const probe = world.last('sse');
    await world.pass(210);
    await probe.record('p');
    await probe.record('p');
    await probe.end();
    await world.pass(1000);
    assert.equal(world.channel.transport, 'polling');
    assert.deepEqual(
      world.links.filter((link) => link.kind === 'sse' && !link.query.get('probe')).map((link) => link.open),
      [false],
      'only the stream of the opening',
    );
  });
  it('that fail cost the session nothing', async () => {
    const world = await fallen('sse');
    await world.pass(5000);
    await world.last('websocket').end();
    assert.equal(world.channel.transport, 'sse');
    assert.deepEqual(world.types, ['open', 'transport']);
    assert.deepEqual(world.kinds, ['sse']);
  });
  it('go out at once when the network comes back', async () => {
    const world = await fallen('sse');
    const before = probes(world).length;
    await world.happens('online');
    await world.pass(0);
    assert.ok(probes(world).length > before || world.kinds.includes('websocket'));
  });
  it('are not made when the best transport carries the session', async () => {
    const world = await opened();
    for (let i = 0; i < 40; i++) {
      await world.last().record('p');
      await world.pass(10000);
    }
    assert.equal(world.links.length, 1);
  });
});

describe('the transport that worked', () => {
  const fallback = async (world) => {
    await world.open();
    await world.links[0].end();
    await world.last('sse').session();
  };
  it('is tried first by the next page', async () => {
    const world = new World();
    await fallback(world);
    const next = new World();
    next.localStorage = world.localStorage;
    await next.open();
    assert.deepEqual(next.kinds, ['sse']);
    await next.pass(500);
    assert.deepEqual(next.kinds, ['sse', 'websocket']);
  });
  it('is forgotten after ten minutes', async () => {
    const world = new World();
    await fallback(world);
    const next = new World();
    next.localStorage = world.localStorage;
    next.clock = world.clock + 600001;
    await next.open();
    assert.deepEqual(next.kinds, ['websocket']);
  });
  it('pins nobody to polling: better ones are probed all the same', async () => {
    const world = new World();
    await world.open();
    await world.links[0].end();
    await world.links[1].fail();
    await world.last('polling').session();
    const next = new World();
    next.localStorage = world.localStorage;
    await next.open();
    assert.deepEqual(next.kinds, ['polling']);
    await next.last().session();
    await next.last().end();
    await next.pass(5100);
    assert.ok(next.links.some((link) => link.kind === 'websocket' && link.query.get('probe')));
  });
  it('may be something that the storage made up, or a storage that throws', async () => {
    for (const text of ['nonsense', '["carrier-pigeon",9e15]', 'null', '7', '{}']) {
      const world = new World();
      world.localStorage.getItem = () => text;
      await world.open();
      assert.deepEqual(world.kinds, ['websocket'], text);
    }
    const world = new World();
    const angry = () => {
      throw new Error('forbidden');
    };
    world.localStorage = { getItem: angry, setItem: angry, removeItem: angry };
    await world.open();
    await world.last().session();
    assert.equal(world.channel.transport, 'websocket');
  });
});
