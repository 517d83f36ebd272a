/** The built bundles against a server on real sockets, over every transport that they have. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import WebSocket from 'ws';
import { bundles } from './bundles.mjs';
import { MockServer } from './support/mock-server.mjs';
import { EventSource, XMLHttpRequest } from './xhr.mjs';

const none = undefined;
const kinds = {
  websocket: { transports: ['websocket'], environment: { WebSocket } },
  'sse by fetch': { transports: ['sse'] },
  'polling by fetch': { transports: ['polling'] },
};
const oldKinds = {
  'sse by EventSource': { transports: ['sse'], environment: { fetch: none, XMLHttpRequest, EventSource } },
  'sse by XMLHttpRequest': { transports: ['sse'], environment: { fetch: none, XMLHttpRequest, EventSource: none } },
  'polling by XMLHttpRequest': { transports: ['polling'], environment: { fetch: none, XMLHttpRequest } },
};

const until = async (what, ms = 5000) => {
  for (const end = Date.now() + ms; !what() && Date.now() < end;) await new Promise((done) => setTimeout(done, 5));
  assert.ok(what(), `not within ${ms} ms: ${what}`);
};

async function open(Bowline, server, options) {
  const channel = new Bowline(server.url, { backoff: 20, ...options });
  channel.binaryType = 'arraybuffer';
  channel.got = [];
  channel.log = [];
  channel.onmessage = (event) => channel.got.push(event.data);
  for (const type of ['open', 'transport', 'detached', 'resumed', 'gap', 'reset', 'error', 'close']) {
    channel.addEventListener(type, (event) => channel.log.push(event));
  }
  await until(() => channel.readyState === 1);
  return channel;
}

const types = (channel) => channel.log.map((event) => event.type);

async function closed(channel) {
  await until(() => channel.readyState === 3);
  return channel.log.at(-1);
}

for (const [bundle, Bowline] of Object.entries(bundles)) {
  for (const [kind, options] of Object.entries(bundle === 'legacy' ? { ...kinds, ...oldKinds } : kinds)) {
    const about = `${bundle}, ${kind}: `;

    test(about + 'messages of every kind come back as they were, across a cut', async () => {
      const server = await new MockServer().start();
      const channel = await open(Bowline, server, options);
      const texts = ['', 'a\rb', 'a\nb\r\n', '\u2028\u0000', '\u{1F600}', '\ufeffx', 'event: close', ': x'];
      texts.forEach((text) => channel.send(text));
      channel.send('\ud800');
      for (let i = 0; i < 100; i++) channel.send('m' + i);
      await until(() => channel.got.length > 20);
      server.cut();
      for (let i = 100; i < 200; i++) channel.send('m' + i);
      channel.send(new Uint8Array([0, 255, 10, 13]).subarray(1));
      channel.send(new Uint16Array([1, 2]).buffer);
      channel.send(new Blob(['from a blob']));
      channel.send('last');
      await until(() => channel.got.length === 213);
      const numbered = Array.from({ length: 200 }, (_, i) => 'm' + i);
      assert.deepEqual(channel.got.slice(0, 209), [...texts, '\ufffd', ...numbered]);
      assert.deepEqual([...new Uint8Array(channel.got[209])], [255, 10, 13]);
      assert.deepEqual([...new Uint8Array(channel.got[210])], [1, 0, 2, 0]);
      assert.equal(Buffer.from(channel.got[211]).toString(), 'from a blob');
      assert.equal(channel.got[212], 'last');
      await until(() => channel.bufferedAmount === 0);
      assert.deepEqual(types(channel), ['open', 'transport', 'detached', 'resumed']);
      assert.deepEqual(server.violations, []);
      assert.equal(server.sessions.size, 1);
      channel.close(3001, 'done');
      assert.equal(channel.readyState, 2);
      const end = await closed(channel);
      assert.deepEqual([end.code, end.reason, end.wasClean], [3001, 'done', true]);
      assert.equal([...server.sessions.values()][0].closed.code, 3001);
      await server.stop();
    });

    test(about + 'what was sent before close arrives', async () => {
      const server = await new MockServer().start();
      const channel = await open(Bowline, server, options);
      for (let i = 0; i < 150; i++) channel.send('m' + i);
      channel.close();
      assert.equal((await closed(channel)).wasClean, true);
      assert.equal([...server.sessions.values()][0].received.length, 150);
      await server.stop();
    });

    test(about + 'the server closes after its last message, which is acknowledged', async () => {
      const server = await new MockServer().start();
      const channel = await open(Bowline, server, options);
      const session = [...server.sessions.values()][0];
      session.send('one');
      session.send('two');
      session.close(4900, 'enough');
      const end = await closed(channel);
      assert.deepEqual([end.code, end.reason, end.wasClean], [4900, 'enough', true]);
      assert.deepEqual(channel.got, ['one', 'two']);
      await until(() => session.released === 2);
      await server.stop();
    });

    test(about + 'a lost session is replaced, and what was not acknowledged is handed back', async () => {
      const server = await new MockServer().start();
      const channel = await open(Bowline, server, options);
      server.onMessage = () => {};
      server.sessions.clear();
      server.cut();
      channel.send('mine');
      channel.onreset = (event) => event.messages.forEach((message) => channel.send(message));
      await until(() => types(channel).includes('reset'));
      await until(() => [...server.sessions.values()].some((session) => session.received.includes('mine')));
      assert.equal(channel.readyState, 1);
      assert.equal(channel.log.find((event) => event.type === 'reset').code, 4404);
      channel.close();
      await closed(channel);
      await server.stop();
    });
  }

  test(`${bundle}: a refusal is reported and ends the channel`, async () => {
    const server = await new MockServer().start();
    server.intercept = () => 403;
    const channel = new Bowline(server.url, { environment: { WebSocket }, backoff: 20 });
    channel.log = [];
    for (const type of ['open', 'error', 'close']) channel.addEventListener(type, (event) => channel.log.push(event));
    const end = await closed(channel);
    assert.deepEqual(types(channel), ['error', 'close']);
    assert.equal(end.code, 4403);
    await server.stop();
  });

  test(`${bundle}: a page of somebody else's is not taken for a refusal, and a busy server is left in peace`, async () => {
    const server = await new MockServer().start();
    let portal = 3;
    server.intercept = (kind, url, request, response) => {
      if (portal-- > 0) {
        response.writeHead(403, { 'Content-Type': 'text/html' }).end('<p>Accept our terms</p>');
        return true;
      }
      if (portal === -1) {
        response
          .writeHead(503, { 'Content-Type': 'text/event-stream', 'Retry-After': '1' })
          .end('event: error\ndata: {"code":1013,"reason":"busy"}\n\n');
        return true;
      }
      return undefined;
    };
    const begun = Date.now();
    const channel = await open(Bowline, server, { transports: ['polling'] });
    assert.ok(Date.now() - begun >= 1000, 'Retry-After was not honoured');
    channel.close();
    await closed(channel);
    await server.stop();
  });

  test(`${bundle}: the checks of a WebSocket`, async () => {
    const server = await new MockServer().start();
    const named = (name) => (error) => error.name === name;
    assert.throws(() => new Bowline('ftp://x/'), named('SyntaxError'));
    assert.throws(() => new Bowline('http://x/#f'), named('SyntaxError'));
    assert.throws(() => new Bowline('/relative'), named('SyntaxError'));
    assert.throws(() => new Bowline('http://x/', { headStart: -1 }), named('RangeError'));
    const channel = new Bowline(server.url, { maxBuffer: 10, transports: ['polling'] });
    assert.throws(() => channel.send('x'), named('InvalidStateError'));
    assert.deepEqual([Bowline.CONNECTING, channel.OPEN, Bowline.CLOSING, channel.CLOSED], [0, 1, 2, 3]);
    assert.equal(channel.onopen, null);
    assert.equal(channel.url, server.url);
    await until(() => channel.readyState === 1);
    assert.throws(() => channel.send('12345678901'), named('QuotaExceededError'));
    assert.throws(() => channel.close(999), named('InvalidAccessError'));
    assert.throws(() => channel.close(1000, 'x'.repeat(124)), named('SyntaxError'));
    channel.close();
    await until(() => channel.readyState === 3);
    channel.send('x');
    await server.stop();
  });

  test(`${bundle}: closing before it opens opens nothing`, async () => {
    const server = await new MockServer().start();
    const channel = new Bowline(server.url);
    const events = [];
    channel.onerror = channel.onclose = (event) => events.push(event.type);
    channel.close();
    assert.equal(channel.readyState, 2);
    await until(() => channel.readyState === 3);
    assert.deepEqual(events, ['error', 'close']);
    assert.equal(server.requests.length, 0);
    await server.stop();
  });

  test(`${bundle}: headers, parameters of the application, and a parameter that is never the same`, async () => {
    const server = await new MockServer().start();
    const seen = [];
    server.intercept = (kind, url, request) => void seen.push([url.searchParams, request.headers['x-key']]);
    const channel = new Bowline(server.url + '?room=7', { transports: ['polling'], headers: { 'X-Key': 'k' } });
    await until(() => seen.length > 3);
    assert.ok(seen.every(([query, key]) => query.get('room') === '7' && key === 'k'));
    assert.equal(new Set(seen.map(([query]) => query.get('_'))).size, seen.length);
    channel.close();
    await until(() => channel.readyState === 3);
    await server.stop();
  });

  test(`${bundle}: listeners`, async () => {
    const server = await new MockServer().start();
    const channel = new Bowline(server.url, { transports: ['polling'], environment: { setTimeout: quietly } });
    const calls = [];
    const once = () => calls.push('function');
    channel.addEventListener('open', once);
    channel.addEventListener('open', once);
    channel.addEventListener('open', { handleEvent: (event) => calls.push(event.target === channel) });
    channel.addEventListener('open', () => {
      throw new Error('a fault of the application');
    });
    const gone = () => calls.push('gone');
    channel.addEventListener('open', gone);
    channel.removeEventListener('open', gone);
    channel.onopen = function () {
      calls.push(this === channel);
    };
    await until(() => calls.length === 3);
    assert.deepEqual(calls, [true, 'function', true]);
    channel.close();
    await until(() => channel.readyState === 3);
    await server.stop();
  });
}

/** A timer that keeps what is thrown in it to itself. */
function quietly(callback, ms) {
  return setTimeout(() => {
    try {
      callback();
    } catch {
      // The fault of the test above.
    }
  }, ms);
}
