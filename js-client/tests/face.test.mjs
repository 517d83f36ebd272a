/** The face: what code that knows a WebSocket (W3C) relies on, and what a Bowline adds. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Bowline, World, opened, settle } from './support/world.mjs';

const named = (name) => (error) => error instanceof Error && error.name === name;

describe('the constructor', () => {
  it('resolves the URL against the page, whatever the scheme', async () => {
    for (const [url, expected] of [
      ['/channel', 'https://example.test/channel'],
      ['channel', 'https://example.test/channel'],
      ['//other.test/c', 'https://other.test/c'],
      ['ws://other.test/c', 'http://other.test/c'],
      ['wss://other.test:8443/c', 'https://other.test:8443/c'],
      ['http://other.test/c?a=1&b=2', 'http://other.test/c?a=1&b=2'],
    ]) {
      const world = new World();
      await world.open({}, url);
      assert.equal(world.channel.url, expected, url);
    }
  });
  for (const url of ['ftp://x/c', 'mailto:a@b', '/c#part', 'http://']) {
    it(`refuses ${url}`, () => {
      assert.throws(
        () => new Bowline(url, { environment: { location: { href: 'https://e.test/' } } }),
        named('SyntaxError'),
      );
    });
  }
  it('refuses a relative URL where there is no page', () => {
    assert.throws(() => new Bowline('/c', { environment: { location: undefined } }), named('SyntaxError'));
  });
  it('refuses options out of bounds, by name', () => {
    for (const options of [{ headStart: -1 }, { backoff: NaN }, { maxBuffer: 'much' }]) {
      assert.throws(
        () => new Bowline('http://x/c', options),
        (error) => {
          return error instanceof RangeError && error.message.includes(Object.keys(options)[0]);
        },
      );
    }
  });
  it("ignores a WebSocket's protocols in the options' place", async () => {
    for (const protocols of ['chat', ['chat', 'talk']]) {
      const channel = new Bowline('http://127.0.0.1:9/c', protocols);
      assert.equal(channel.protocol, '');
      channel.close();
    }
  });
  it('connects at once, and tells nothing before it has returned', async () => {
    const world = new World();
    const done = world.open();
    assert.deepEqual(world.kinds, ['websocket']);
    assert.equal(world.channel.readyState, 0);
    assert.deepEqual(world.types, []);
    await done;
    assert.equal(world.links.length, 1);
  });
});

describe('states', () => {
  it('have their names on the class and on its instances', async () => {
    const { channel } = await opened();
    ['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED'].forEach((name, value) => {
      assert.equal(Bowline[name], value);
      assert.equal(channel[name], value);
    });
  });
  it('follow each other', async () => {
    const world = new World();
    await world.open();
    assert.equal(world.channel.readyState, 0);
    await world.last().session();
    assert.equal(world.channel.readyState, 1);
    world.channel.close();
    assert.equal(world.channel.readyState, 2);
    await world.last().end(1000);
    assert.equal(world.channel.readyState, 3);
  });
  it('stay OPEN while a lost connection is replaced', async () => {
    const world = await opened();
    await world.last().record('p');
    await world.last().end();
    assert.equal(world.channel.readyState, 1);
    world.channel.send('meanwhile');
    await world.pass(1000);
    await world.last('websocket').session({ resumed: true });
    assert.deepEqual(world.last('websocket').sent, ['n1', 'mmeanwhile']);
  });
});

describe('properties', () => {
  it('are those of a WebSocket', async () => {
    const { channel } = await opened();
    for (const name of ['onopen', 'onmessage', 'onerror', 'onclose']) {
      assert.ok(name in channel);
      assert.equal(channel[name], null);
    }
    for (const name of ['ontransport', 'ondetached', 'onresumed', 'ongap', 'onreset']) {
      assert.equal(channel[name], null);
    }
    assert.deepEqual([channel.protocol, channel.extensions, channel.binaryType], ['', '', 'blob']);
  });
});

describe('send()', () => {
  it('throws InvalidStateError while CONNECTING', async () => {
    const world = new World();
    await world.open();
    assert.throws(() => world.channel.send('x'), named('InvalidStateError'));
  });
  it('makes text of what is not binary, and well-formed text of that', async () => {
    const world = await opened();
    for (const data of [5, null, undefined, true, { toString: () => 'o' }, 'a\ud800b', '']) {
      world.channel.send(data);
    }
    assert.deepEqual(world.last().sent.slice(1), ['m5', 'mnull', 'mundefined', 'mtrue', 'mo', 'ma\ufffdb', 'm']);
  });
  it('copies buffers and views', async () => {
    const world = await opened();
    await world.last().end();
    const view = new Uint8Array([1, 2, 3, 4]);
    world.channel.send(view.buffer);
    world.channel.send(view.subarray(1, 3));
    world.channel.send(new DataView(view.buffer, 3));
    view.fill(9);
    await world.pass(1000);
    await world.last('websocket').session();
    assert.deepEqual(world.last('websocket').sent, ['n1', [1, 2, 3, 4], [2, 3], [4]]);
  });
  it('keeps the order around a Blob', async () => {
    const world = await opened();
    world.channel.send('before');
    world.channel.send(new Blob([new Uint8Array([7, 8])]));
    world.channel.send('after');
    assert.equal(world.channel.bufferedAmount, 6 + 2 + 5);
    assert.deepEqual(world.last().sent, ['n1', 'mbefore']);
    await new Promise((done) => setTimeout(done, 20));
    assert.deepEqual(world.last().sent, ['n1', 'mbefore', [7, 8], 'mafter']);
  });
  it('goes on when a Blob cannot be read', async () => {
    const world = await opened();
    const gone = new Blob(['x']);
    gone.stream = () => new ReadableStream({ start: (controller) => controller.error(new Error('gone')) });
    world.channel.send(gone);
    world.channel.send('after');
    await new Promise((done) => setTimeout(done, 20));
    assert.equal(world.last().sent.at(-1), 'mafter');
  });
  it('refuses a message that the server would not take', async () => {
    const world = await opened();
    assert.throws(() => world.channel.send('.'.repeat(1001)), named('QuotaExceededError'));
    assert.throws(() => world.channel.send('\u20ac'.repeat(334)), named('QuotaExceededError'));
    world.channel.send('.'.repeat(1000));
    assert.equal(world.last().sent.length, 2);
  });
  it('refuses or drops what does not fit into maxBuffer, as asked', async () => {
    const angry = await opened('websocket', { maxBuffer: 5 });
    angry.channel.send('12345');
    assert.throws(() => angry.channel.send('6'), named('QuotaExceededError'));
    await angry.last().record('a', 1);
    angry.channel.send('7');
    assert.deepEqual(angry.last().sent.slice(1), ['m12345', 'm7']);
    const calm = await opened('websocket', { maxBuffer: 5, overflow: 'drop' });
    calm.channel.send('12345');
    calm.channel.send('6');
    await calm.last().record('a', 1);
    calm.channel.send('7');
    assert.deepEqual(calm.last().sent.slice(1), ['m12345', 'm7']);
  });
  it('discards after close()', async () => {
    const world = await opened();
    world.channel.close();
    world.channel.send('late');
    await world.last().end(1000);
    world.channel.send('later');
    assert.ok(!world.last().sent.includes('mlate'));
    assert.equal(world.channel.bufferedAmount, 0);
  });
});

describe('bufferedAmount', () => {
  it('counts bytes that the server has not acknowledged', async () => {
    const world = await opened();
    world.channel.send('\u20ac');
    world.channel.send(new Uint8Array(4));
    assert.equal(world.channel.bufferedAmount, 7);
    await world.last().record('a', 1);
    assert.equal(world.channel.bufferedAmount, 4);
    await world.last().record('a', 2);
    assert.equal(world.channel.bufferedAmount, 0);
  });
});

describe('messages', () => {
  it('are text, or what binaryType says', async () => {
    const world = await opened();
    await world.last().record('m', 'text');
    await world.last().bytes(1, 2);
    world.channel.binaryType = 'arraybuffer';
    await world.last().bytes(3);
    const [text, blob, buffer] = world.events.filter((event) => event.type === 'message').map((event) => event.data);
    assert.equal(text, 'text');
    assert.ok(blob instanceof Blob);
    assert.deepEqual([...new Uint8Array(await blob.arrayBuffer())], [1, 2]);
    assert.ok(buffer instanceof ArrayBuffer);
    assert.deepEqual([...new Uint8Array(buffer)], [3]);
  });
  it('are buffers where there is no Blob', async () => {
    const world = await opened('websocket', { environment: { Blob: undefined } });
    await world.last().bytes(1);
    assert.ok(world.events.at(-1).data instanceof ArrayBuffer);
  });
  it('come no more once close() was called', async () => {
    const world = await opened();
    world.channel.close();
    await world.last().record('m', 'x');
    assert.ok(!world.types.includes('message'));
  });
  it('that were dropped are told as a gap', async () => {
    const world = await opened();
    await world.last().record('m', 'a');
    await world.last().record('g', { from: 2, to: 4 });
    const { type, from, to } = world.events.at(-1);
    assert.deepEqual([type, from, to], ['gap', 2, 4]);
  });
});

describe('close()', () => {
  for (const code of [0, 999, 1001, 1005, 1006, 1011, 2999, 5000, NaN]) {
    it(`refuses ${code}`, async () => {
      const world = await opened();
      assert.throws(() => world.channel.close(code), named('InvalidAccessError'));
      assert.equal(world.channel.readyState, 1);
    });
  }
  it('refuses a reason of more than 123 bytes of UTF-8', async () => {
    const world = await opened();
    assert.throws(() => world.channel.close(1000, '.'.repeat(124)), named('SyntaxError'));
    assert.throws(() => world.channel.close(1000, '\u20ac'.repeat(42)), named('SyntaxError'));
    assert.equal(world.channel.readyState, 1);
    world.channel.close(1000, '\u20ac'.repeat(41));
    assert.equal(world.channel.readyState, 2);
  });
  it('says its code and reason after what was sent', async () => {
    const world = await opened();
    world.channel.send('last');
    world.channel.close(4900, 'why');
    assert.deepEqual(world.last().sent, ['n1', 'mlast', 'c{"code":4900,"reason":"why"}']);
    await world.last().end(4900);
    const { type, code, reason, wasClean } = world.events.at(-1);
    assert.deepEqual([type, code, reason, wasClean], ['close', 4900, 'why', true]);
    assert.ok(!world.types.includes('error'));
  });
  it('without arguments is 1000', async () => {
    const world = await opened();
    world.channel.close();
    await world.last().end(1000);
    const { code, reason, wasClean } = world.events.at(-1);
    assert.deepEqual([code, reason, wasClean], [1000, '', true]);
  });
  it('counts once', async () => {
    const world = await opened();
    world.channel.close(3000);
    world.channel.close(3001);
    await world.last().end(3000);
    world.channel.close();
    assert.equal(world.types.filter((type) => type === 'close').length, 1);
    assert.equal(world.events.at(-1).code, 3000);
  });
  it('while CONNECTING ends with 1006 and an error before it', async () => {
    const world = new World();
    await world.open();
    world.channel.close();
    assert.equal(world.channel.readyState, 2);
    await world.pass(10);
    assert.deepEqual(world.types, ['error', 'close']);
    assert.deepEqual([world.events[1].code, world.events[1].wasClean], [1006, false]);
    assert.deepEqual(world.alive, []);
  });
  it('is given up when the server does not answer', async () => {
    const world = await opened('sse', { closeTimeout: 3000 });
    world.channel.close();
    await world.pass(2990);
    assert.equal(world.channel.readyState, 2);
    await world.pass(20);
    assert.equal(world.channel.readyState, 3);
    assert.equal(world.events.at(-1).wasClean, false);
    await world.pass(100000);
    assert.deepEqual(world.alive, []);
  });
  it('leaves no connection, no page listener and no work behind', async () => {
    const world = await opened();
    world.channel.close();
    await world.last().end(1000);
    assert.equal(world.page.size, 0);
    assert.equal(world.timers.size, 0);
    assert.deepEqual(world.alive, []);
  });
});

describe('the end by the server', () => {
  it('has its code and reason', async () => {
    const world = await opened();
    await world.last().record('c', { code: 4900, reason: 'done' });
    const { type, code, reason, wasClean } = world.events.at(-1);
    assert.deepEqual([type, code, reason, wasClean], ['close', 4900, 'done', true]);
    assert.equal(world.channel.readyState, 3);
  });
});

describe('events', () => {
  it('call the handler and the listeners, with the channel as this and as target', async () => {
    const world = await opened();
    const heard = [];
    world.channel.onmessage = function (event) {
      heard.push(['handler', this === world.channel, event.target === world.channel, event.data]);
    };
    const listener = { handleEvent: (event) => heard.push(['object', event.type]) };
    const twice = () => heard.push(['once']);
    world.channel.addEventListener('message', listener);
    world.channel.addEventListener('message', twice);
    world.channel.addEventListener('message', twice);
    await world.last().record('m', 'x');
    assert.deepEqual(heard, [['handler', true, true, 'x'], ['object', 'message'], ['once']]);
    world.channel.removeEventListener('message', twice);
    world.channel.removeEventListener('message', listener);
    world.channel.onmessage = null;
    await world.last().record('m', 'y');
    assert.equal(heard.length, 3);
  });
  it('go on when a handler throws, which is reported', async () => {
    const world = await opened();
    const heard = [];
    world.channel.onmessage = () => {
      throw new Error('mine');
    };
    world.channel.addEventListener('message', (event) => heard.push(event.data));
    await world.last().record('m', 'x');
    assert.deepEqual(heard, ['x']);
    const thrown = [...world.timers.values()].filter((timer) => {
      try {
        return timer.at <= world.clock && timer.callback();
      } catch (error) {
        return error.message === 'mine';
      }
    });
    assert.equal(thrown.length, 1);
    world.channel.onmessage = null;
    await world.last().record('m', 'y');
    assert.deepEqual(heard, ['x', 'y']);
  });
  it('may send and close from within', async () => {
    const world = await opened();
    world.channel.onmessage = (event) => {
      world.channel.send('re: ' + event.data);
      world.channel.close();
    };
    await world.last().record('m', 'x');
    await settle();
    assert.deepEqual(world.last().sent.slice(0, 2), ['n1', 'mre: x']);
    assert.equal(world.channel.readyState, 2);
  });
  it('can be dispatched by hand', async () => {
    const { channel } = await opened();
    const heard = [];
    channel.addEventListener('mine', (event) => heard.push(event.type));
    assert.equal(channel.dispatchEvent({ type: 'mine' }), true);
    assert.deepEqual(heard, ['mine']);
  });
});
