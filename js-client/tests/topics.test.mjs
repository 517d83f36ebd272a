/** Topics on a channel whose network is the test's own. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sources } from './support/sources.mjs';
import { World, opened, settle } from './support/world.mjs';

const { topics } = await sources(['topics']);
const S = '\u0001';
const X = '\u0002';

/** A channel with topics, over a WebSocket that the test is the other end of. */
async function joined(options) {
  const world = await opened('websocket', options);
  world.topics = topics(world.channel);
  world.direct = [];
  world.channel.onmessage = (event) => world.direct.push(event.data);
  return world;
}

const says = (world, word, value) => world.last('websocket').record('m', `${S}${word} ${JSON.stringify(value)}`);
const subscribed = (world, topic, next, more) =>
  says(world, 'subscribed', { topic, epoch: 'e', next, complete: true, ...more });
const publishes = (world, topic, number, text) =>
  world.last('websocket').record('m', `${S}${number} ${topic}${X}${text}`);
/** What the channel has sent to the server, without what numbers and acknowledges it. */
const sent = (world) =>
  world.links
    .flatMap((link) => link.sent || [])
    .filter((frame) => typeof frame !== 'string' || frame[0] === 'm')
    .map((frame) => (typeof frame === 'string' ? frame.slice(1) : frame));
const command = (word, value) => `${S}${word} ${JSON.stringify(value)}`;

/** A subscription that writes down what it hears. */
function hears(world, topic, options, way = 'subscribe') {
  const log = [];
  const told = (event) => log.push(event);
  const subscription = world.topics[way](topic, (event) => log.push([event.position, event.data]), {
    ...options,
    ...{ onsubscribed: told, onrefused: told, onunsubscribed: told },
  });
  return { subscription, log, heard: () => log.filter(Array.isArray), told: () => log.filter((entry) => entry.type) };
}

/** The session is lost, and a new one is there. */
async function forgotten(world) {
  await world.last().record('c', { code: 4408, reason: 'timed out' });
  await world.last().end();
  await world.pass(2000);
  await world.last('websocket').session();
}

describe('a subscription', () => {
  it('asks when the channel is open, and hears its topic from what the server says on', async () => {
    const world = new World();
    await world.open();
    world.topics = topics(world.channel);
    const { subscription, log } = hears(world, 'prices');
    assert.deepEqual([subscription.topic, subscription.position], ['prices', '']);
    await world.last().session();
    assert.deepEqual(sent(world), [command('subscribe', { topic: 'prices' })]);
    await publishes(world, 'prices', 4, 'too early');
    await subscribed(world, 'prices', 5);
    assert.equal(subscription.position, 'e.4');
    await publishes(world, 'prices', 5, 'a');
    await publishes(world, 'other', 6, 'b');
    await publishes(world, 'prices', 6, '');
    const [began, ...messages] = log;
    assert.deepEqual([began.complete, began.position, began.topic], [true, 'e.4', 'prices']);
    assert.equal(began.target, world.channel);
    assert.deepEqual(messages, [
      ['e.5', 'a'],
      ['e.6', ''],
    ]);
    assert.equal(subscription.position, 'e.6');
  });
  it('goes on from a position, and is told if that is not kept', async () => {
    for (const [answer, expected] of [
      [{ next: 8 }, [true, 'e.7']],
      [{ next: 20, complete: false }, [false, 'e.19']],
      [{ next: 3, complete: false, epoch: 'f' }, [false, 'f.2']],
    ]) {
      const world = await joined();
      const { told } = hears(world, 'a', { since: 'e.7' });
      assert.deepEqual(sent(world), [command('subscribe', { topic: 'a', since: 'e.7' })]);
      await subscribed(world, 'a', answer.next, answer);
      assert.deepEqual(
        told().map((event) => [event.complete, event.position]),
        [expected],
      );
    }
  });
  it('drops what comes twice, and goes on behind what is left out', async () => {
    const world = await joined();
    const { heard } = hears(world, 'a');
    await subscribed(world, 'a', 1);
    for (const number of [1, 2, 2, 1, 5, 3, 6]) await publishes(world, 'a', number, number);
    assert.deepEqual(
      heard().map(([position]) => position),
      ['e.1', 'e.2', 'e.5', 'e.6'],
    );
  });
  it('is refused with code and reason, and then over', async () => {
    const world = await joined();
    const { subscription, log } = hears(world, 'secret');
    await says(world, 'refused', { topic: 'secret', code: 4403, reason: 'not allowed' });
    assert.deepEqual([log[0].code, log[0].reason], [4403, 'not allowed']);
    await subscribed(world, 'secret', 1);
    await publishes(world, 'secret', 1, 'x');
    assert.equal(log.length, 1);
    subscription.unsubscribe();
    assert.equal(sent(world).length, 1);
  });
  it('ends at once, and can be had again', async () => {
    const world = await joined();
    const first = hears(world, 'a');
    await subscribed(world, 'a', 1);
    await publishes(world, 'a', 1, 'x');
    first.subscription.unsubscribe();
    await publishes(world, 'a', 2, 'y');
    const second = hears(world, 'a', { since: first.subscription.position });
    await publishes(world, 'a', 3, 'z');
    // One command at a time: the second is not confused by what answers the first.
    assert.deepEqual(sent(world).slice(1), [command('unsubscribe', { topic: 'a' })]);
    await says(world, 'unsubscribed', { topic: 'a' });
    assert.deepEqual(sent(world).slice(2), [command('subscribe', { topic: 'a', since: 'e.1' })]);
    await subscribed(world, 'a', 2);
    for (const number of [2, 3, 4]) await publishes(world, 'a', number, number);
    assert.deepEqual(first.heard(), [['e.1', 'x']]);
    assert.deepEqual(
      second.heard().map(([position]) => position),
      ['e.2', 'e.3', 'e.4'],
    );
  });
  it('that ends before it was answered is taken back when it is', async () => {
    const world = await joined();
    hears(world, 'a').subscription.unsubscribe();
    assert.equal(sent(world).length, 1);
    await subscribed(world, 'a', 1);
    assert.deepEqual(sent(world).slice(1), [command('unsubscribe', { topic: 'a' })]);
  });
  it('is ended by the server', async () => {
    const world = await joined();
    const { log, subscription } = hears(world, 'a');
    await subscribed(world, 'a', 1);
    await says(world, 'unsubscribed', { topic: 'a' });
    await publishes(world, 'a', 1, 'x');
    assert.deepEqual([log.length, log[1].position], [2, 'e.0']);
    subscription.unsubscribe();
    assert.equal(sent(world).length, 1);
  });
  it('shares what the server sends with others of its topic, each from where it is', async () => {
    const world = await joined();
    const first = hears(world, 'a');
    await subscribed(world, 'a', 3);
    await publishes(world, 'a', 3, 'x');
    const second = hears(world, 'a', { since: 'e.1' });
    await subscribed(world, 'a', 2);
    for (const number of [2, 3, 4]) await publishes(world, 'a', number, number);
    const positions = (of) => of.heard().map(([position]) => position);
    assert.deepEqual(positions(first), ['e.3', 'e.4']);
    assert.deepEqual(positions(second), ['e.2', 'e.3', 'e.4']);
    second.subscription.unsubscribe();
    await publishes(world, 'a', 5, 'x');
    assert.deepEqual(positions(first), ['e.3', 'e.4', 'e.5']);
    assert.equal(sent(world).length, 2);
    first.subscription.unsubscribe();
    assert.equal(sent(world).length, 3);
  });
  it('with a position is not misled when the server subscribes the session itself meanwhile', async () => {
    const world = await joined();
    const { heard } = hears(world, 'a', { since: 'e.1' });
    await subscribed(world, 'a', 9);
    await publishes(world, 'a', 9, 'live');
    await subscribed(world, 'a', 2);
    for (let number = 2; number < 11; number++) await publishes(world, 'a', number, 'x');
    assert.deepEqual(
      heard().map(([position]) => position),
      [2, 3, 4, 5, 6, 7, 8, 9, 10].map((number) => 'e.' + number),
    );
  });
  it('takes names that JavaScript has other plans for', async () => {
    const world = await joined();
    for (const name of ['__proto__', 'constructor', 'toString', ' ', '\u20ac "x"', '100 %']) {
      const { heard } = hears(world, name);
      assert.equal(sent(world).at(-1), command('subscribe', { topic: name }));
      await subscribed(world, name, 1);
      await publishes(world, name, 1, name);
      assert.deepEqual(heard(), [['e.1', name]]);
    }
  });
  it('has a name of 1 to 200 bytes without control characters', async () => {
    const world = await joined();
    for (const name of ['', 'a\n', '\u0000', '\u007f', 'x'.repeat(201), '\u20ac'.repeat(67)]) {
      assert.throws(() => world.topics.subscribe(name, () => {}), RangeError, JSON.stringify(name));
    }
    assert.throws(() => world.topics.subscribe('\ud800', () => {}), URIError);
    assert.deepEqual(sent(world), []);
    world.topics.subscribe('x'.repeat(200), () => {});
    world.topics.subscribe('\u20ac'.repeat(66) + '~z', () => {});
    assert.equal(sent(world).length, 2);
  });
  it('asks again when there is room, if there was none', async () => {
    for (const overflow of ['error', 'drop']) {
      const world = await joined({ maxBuffer: 100, overflow });
      world.channel.send('x'.repeat(90));
      const { log } = hears(world, 'a');
      assert.equal(sent(world).length, 1);
      await world.last().record('a', 1);
      await world.last().record('m', 'anything');
      assert.deepEqual(sent(world).slice(1), [command('subscribe', { topic: 'a' })]);
      await subscribed(world, 'a', 1);
      assert.equal(log.length, 1);
    }
  });
  it('asks again when the answer may have been dropped', async () => {
    const world = await joined();
    const { log } = hears(world, 'a', { since: 'e.3' });
    await world.last().record('g', { from: 1, to: 2 });
    assert.equal(sent(world).length, 2);
    await subscribed(world, 'a', 4);
    await subscribed(world, 'a', 4);
    assert.equal(log.length, 1);
  });
});

describe('a listener', () => {
  it('hears what the server subscribes the session to, and asks for nothing', async () => {
    const world = await joined();
    const early = hears(world, 'a', {}, 'listen');
    await subscribed(world, 'a', 3);
    await publishes(world, 'a', 3, 'x');
    const later = hears(world, 'a', {}, 'listen');
    await publishes(world, 'a', 4, 'y');
    await says(world, 'unsubscribed', { topic: 'a' });
    await subscribed(world, 'a', 9, { epoch: 'f' });
    await publishes(world, 'a', 9, 'z');
    assert.deepEqual(
      early.log.map((entry) => (Array.isArray(entry) ? entry[0] : entry.position)),
      ['e.2', 'e.3', 'e.4', 'e.4', 'f.8', 'f.9'],
    );
    assert.deepEqual(
      later.heard().map(([position]) => position),
      ['e.4', 'f.9'],
    );
    early.subscription.unsubscribe();
    later.subscription.unsubscribe();
    assert.deepEqual(sent(world), []);
  });
  it('hears from the beginning when somebody else subscribes to a topic that counts anew', async () => {
    const world = await joined();
    const { heard } = hears(world, 'a', {}, 'listen');
    await subscribed(world, 'a', 100);
    await says(world, 'unsubscribed', { topic: 'a' });
    hears(world, 'a');
    await subscribed(world, 'a', 1, { epoch: 'f' });
    await publishes(world, 'a', 1, 'x');
    assert.deepEqual(heard(), [['f.1', 'x']]);
  });
});

describe('a subscription that is over', () => {
  it('is not in the way of the next one', async () => {
    const world = await joined();
    const first = hears(world, 'a').subscription;
    await subscribed(world, 'a', 1);
    first.unsubscribe();
    await says(world, 'unsubscribed', { topic: 'a' });
    const { heard } = hears(world, 'a');
    first.unsubscribe();
    await subscribed(world, 'a', 1);
    await publishes(world, 'a', 1, 'x');
    assert.deepEqual(heard(), [['e.1', 'x']]);
    assert.equal(sent(world).length, 3);
  });
});

describe('a session that is lost', () => {
  it('leaves a listener ready for a server that counts anew', async () => {
    const world = await joined();
    const { heard } = hears(world, 'a', {}, 'listen');
    hears(world, 'a');
    await subscribed(world, 'a', 100);
    await publishes(world, 'a', 100, 'x');
    await forgotten(world);
    await subscribed(world, 'a', 1, { epoch: 'f', complete: false });
    await publishes(world, 'a', 1, 'y');
    assert.deepEqual(heard(), [
      ['e.100', 'x'],
      ['f.1', 'y'],
    ]);
  });
  it('is followed by one that is subscribed from where the last was', async () => {
    const world = await joined();
    const { heard, told } = hears(world, 'a');
    await subscribed(world, 'a', 1);
    await publishes(world, 'a', 1, 'x');
    await forgotten(world);
    assert.deepEqual(sent(world).at(-1), command('subscribe', { topic: 'a', since: 'e.1' }));
    await subscribed(world, 'a', 2);
    await publishes(world, 'a', 2, 'y');
    assert.deepEqual(
      heard().map(([position]) => position),
      ['e.1', 'e.2'],
    );
    assert.deepEqual(
      told().map((event) => event.complete),
      [true, true],
    );
  });
  it('is followed by what the application does first', async () => {
    const world = await joined();
    hears(world, 'a');
    world.channel.onreset = () => world.channel.send('login');
    await forgotten(world);
    assert.deepEqual(sent(world).slice(-2), ['login', command('subscribe', { topic: 'a' })]);
  });
  it('leaves the application its own messages, as it sent them', async () => {
    const world = await joined();
    let left;
    world.channel.onreset = (event) => (left = event.messages);
    world.channel.send('mine');
    hears(world, 'a').subscription.unsubscribe();
    for (const text of [S, `${S}x`, S + S]) world.channel.send(text);
    world.channel.send(new Uint8Array([1, 2]));
    await forgotten(world);
    assert.deepEqual(
      left.map((message) => (typeof message === 'string' ? message : [...new Uint8Array(message)])),
      ['mine', S, `${S}x`, S + S, [1, 2]],
    );
  });
});

describe('direct messages', () => {
  it('are all that listeners get', async () => {
    const world = await joined();
    const listened = [];
    world.channel.addEventListener('message', { handleEvent: (event) => listened.push(event.data) });
    hears(world, 'a');
    await subscribed(world, 'a', 1);
    for (const text of [
      'x',
      '',
      `${S}${S}1 a${X}y`,
      `${S}${S}`,
      `${S}1 a${X}z`,
      `${S}news {}`,
      S,
      `${S}refused null`,
    ]) {
      await world.last().record('m', text);
    }
    assert.deepEqual(world.direct, ['x', '', `${S}1 a${X}y`, S]);
    assert.deepEqual(listened, world.direct);
  });
  it('that begin with the mark are sent with two', async () => {
    const world = await joined();
    const odd = { toString: () => `${S}odd` };
    for (const data of [S, `${S}subscribe {}`, S + S, 'x', '', 5, null, undefined, odd]) world.channel.send(data);
    world.channel.send(new Uint8Array([1, 1]));
    world.channel.send(new Blob([S]));
    await new Promise((done) => setTimeout(done, 20));
    await settle();
    assert.deepEqual(sent(world), [
      ...[S + S, `${S}${S}subscribe {}`, S + S + S, 'x', '', '5', 'null', 'undefined', `${S}${S}odd`],
      ...[[1, 1], [1]],
    ]);
  });
});

describe('binary', () => {
  const utf8 = (text) => [...Buffer.from(text)];

  for (const binaryType of ['blob', 'arraybuffer']) {
    it(`comes as ${binaryType}, in order with the rest`, async () => {
      const world = await joined();
      world.channel.binaryType = binaryType;
      const { heard } = hears(world, '\u20ac');
      await subscribed(world, '\u20ac', 1);
      await world.last().bytes(...utf8(`${S}1 \u20ac${X}`), 0, 1, 2, 255);
      await publishes(world, '\u20ac', 2, 'text');
      await world.last().bytes(...utf8(`${S}3 \u20ac${X}`));
      await world.last().bytes(1, 1, 5);
      await world.last().bytes(5, 1);
      await world.last().bytes(1, 5);
      const octets = async (data) => {
        assert.equal(data.constructor.name, binaryType === 'blob' ? 'Blob' : 'ArrayBuffer');
        return [...new Uint8Array(data instanceof Blob ? await data.arrayBuffer() : data)];
      };
      const [first, second, third] = heard();
      assert.deepEqual(await octets(first[1]), [0, 1, 2, 255]);
      assert.deepEqual(second, ['e.2', 'text']);
      assert.deepEqual(await octets(third[1]), []);
      assert.deepEqual(await Promise.all(world.direct.map(octets)), [
        [1, 5],
        [5, 1],
      ]);
    });
  }
});

describe('handlers', () => {
  it('that throw are reported and disturb nobody', async () => {
    const world = await joined();
    world.topics.subscribe('a', () => {
      throw new Error('mine');
    });
    const { heard } = hears(world, 'a');
    await subscribed(world, 'a', 1);
    await publishes(world, 'a', 1, 'x');
    assert.deepEqual(heard(), [['e.1', 'x']]);
    assert.throws(
      () => [...world.timers.values()].filter((timer) => timer.at <= world.clock && timer.callback()),
      /mine/,
    );
  });
  it('may subscribe, unsubscribe and close from within', async () => {
    const world = await joined();
    const log = [];
    const first = world.topics.subscribe('a', (event) => {
      log.push('first ' + event.data);
      first.unsubscribe();
      second.unsubscribe();
      world.topics.subscribe('b', () => {});
    });
    const second = world.topics.subscribe('a', (event) => log.push('second ' + event.data));
    await subscribed(world, 'a', 1);
    await publishes(world, 'a', 1, 'x');
    assert.deepEqual(log, ['first x']);
    assert.deepEqual(sent(world).slice(-2), [
      command('unsubscribe', { topic: 'a' }),
      command('subscribe', { topic: 'b' }),
    ]);
    world.channel.close();
    world.topics.subscribe('c', () => {}).unsubscribe();
    assert.equal(sent(world).length, 3);
  });
});

it('topics of a channel are always the same', async () => {
  const { channel, topics: own } = await joined();
  assert.equal(topics(channel), own);
  assert.notEqual(topics((await joined()).channel), own);
});
