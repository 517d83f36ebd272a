/** The bundle for old engines: its syntax, what it needs of an engine, and that it works with hardly anything there. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, it } from 'node:test';
import vm from 'node:vm';
import { parse, tokenizer } from 'acorn';
import { MockServer } from './support/mock-server.mjs';
import { built } from './support/sources.mjs';

const SYNTAX = { ecmaVersion: 3, allowReserved: 'never', sourceType: 'script' };
const code = readFileSync(built('bowline.legacy.min.js'), 'utf8');
const topicsCode = readFileSync(built('bowline.topics.legacy.min.js'), 'utf8');

/** What an engine of 2009 does not have, or may not have. */
const MISSING = [
  'Promise Map Set WeakMap WeakSet WeakRef Symbol Proxy Reflect BigInt fetch URL URLSearchParams TextEncoder TextDecoder',
  'ArrayBuffer SharedArrayBuffer DataView Uint8Array Int8Array Uint8ClampedArray Uint16Array Int16Array Uint32Array',
  'Int32Array Float32Array Float64Array BigInt64Array BigUint64Array Atomics WebAssembly globalThis Blob atob btoa',
].flatMap((line) => line.split(' '));
/** What ES3 did not have on its prototypes and constructors. */
const YOUNGER = {
  Function: 'bind',
  Array:
    'indexOf lastIndexOf every some forEach map filter reduce reduceRight find findIndex findLast findLastIndex fill keys values entries includes flat flatMap at copyWithin',
  String:
    'trim startsWith endsWith includes repeat padStart padEnd codePointAt normalize matchAll replaceAll at trimStart trimEnd isWellFormed toWellFormed',
  Object: '',
};
const STATIC = {
  Object:
    'keys values entries assign create defineProperty defineProperties freeze seal getPrototypeOf setPrototypeOf getOwnPropertyNames fromEntries is',
  Array: 'isArray from of',
  Date: 'now',
  Number: 'isFinite isInteger isNaN isSafeInteger',
  String: 'raw fromCodePoint',
};

/** An engine with XMLHttpRequest and timers and, of the language, what ES3 has (and JSON). */
function oldEngine() {
  const self = { ...{ setTimeout, clearTimeout }, XMLHttpRequest: OldRequest, location: { href: 'http://old.test/' } };
  self.self = self;
  const context = vm.createContext(self);
  const removals = [
    ...MISSING.map((name) => `delete this.${name};`),
    ...Object.entries(YOUNGER).flatMap(([owner, names]) =>
      names.split(' ').map((name) => (name ? `delete ${owner}.prototype.${name};` : '')),
    ),
    ...Object.entries(STATIC).flatMap(([owner, names]) => names.split(' ').map((name) => `delete ${owner}.${name};`)),
  ];
  vm.runInContext(removals.join('\n'), context);
  return { self, context };
}

/** An XMLHttpRequest without load events, which can't be read before the end and calls nobody synchronously. */
class OldRequest {
  readyState = 0;
  headers = {};
  onreadystatechange = null;

  open(method, url) {
    Object.assign(this, { method, url });
  }
  setRequestHeader(name, value) {
    this.headers[name] = value;
  }
  getResponseHeader(name) {
    return this.reply.headers[name.toLowerCase()] ?? null;
  }
  get status() {
    return this.readyState === 4 ? this.code : early();
  }
  get responseText() {
    return this.readyState === 4 ? this.text : early();
  }
  send(body) {
    this.request = request(this.url, { method: this.method, headers: this.headers, agent: false }, (reply) => {
      let text = '';
      reply.setEncoding('utf8');
      reply.on('data', (chunk) => {
        text += chunk;
        Object.assign(this, { text, reply, code: reply.statusCode });
        this.turn(3);
      });
      reply.on('end', () => {
        Object.assign(this, { text, reply, code: reply.statusCode });
        this.turn(4);
      });
    });
    this.request.on('error', () => {
      Object.assign(this, { text: '', reply: { headers: {} }, code: 0 });
      this.turn(4);
    });
    this.request.end(body ?? undefined);
  }
  turn(state) {
    this.readyState = state;
    this.onreadystatechange?.();
  }
  abort() {
    this.request.destroy();
  }
}

/** KHTML's: it can be read before the end, and calls only when the state becomes another one. */
class QuietRequest extends OldRequest {
  get status() {
    return this.readyState > 2 ? this.code : early();
  }
  get responseText() {
    return this.readyState > 2 ? this.text : early();
  }
  turn(state) {
    if (state !== this.readyState) {
      super.turn(state);
    }
  }
}

function early() {
  throw new Error('INVALID_STATE_ERR');
}

const until = async (condition) => {
  for (let i = 0; i < 500 && !condition(); i++) {
    await new Promise((done) => setTimeout(done, 10));
  }
  assert.ok(condition(), 'waited for too long');
};

for (const [name, script] of [
  ['the legacy bundle', code],
  ['the legacy bundle of the topics', topicsCode],
]) {
  describe(name, () => {
    it('is a script of ES3, without reserved words for names', () => {
      parse(script, SYNTAX);
    });
    it('has no trailing commas, which old engines count as elements', () => {
      let before = '';
      for (const token of tokenizer(script, SYNTAX)) {
        if (token.type.label === ']' || token.type.label === '}') {
          assert.notEqual(before, ',', `at ${token.start}`);
        }
        before = token.type.label;
      }
    });
    it('has no slash in the class of a regular expression, where ES3 ends the expression', () => {
      for (const token of tokenizer(script, SYNTAX)) {
        if (token.type.label === 'regexp') {
          assert.doesNotMatch(token.value.pattern, /\[(?:\\.|[^\]\\])*\//, `at ${token.start}`);
        }
      }
    });
    it('is pure ASCII', () => {
      assert.match(script, /^[\t\n\r -~]*$/);
    });
  });
}

describe('the legacy bundle', () => {
  it('touches nothing global but Bowline', () => {
    const { self, context } = oldEngine();
    const before = Reflect.ownKeys(self);
    const own = vm.runInContext('String.prototype', context);
    const keys = Reflect.ownKeys(own).length;
    vm.runInContext(code, context);
    assert.deepEqual(
      Reflect.ownKeys(self).filter((key) => !before.includes(key)),
      ['Bowline'],
    );
    assert.equal(Reflect.ownKeys(own).length, keys);
  });
  it('is a module to who has modules', () => {
    const { Bowline } = createRequire(import.meta.url)(built('bowline.min.cjs'));
    assert.equal(Bowline.OPEN, 1);
    const module = { exports: {} };
    vm.runInNewContext(code, { exports: module.exports });
    assert.equal(module.exports.Bowline.OPEN, 1);
  });
});

describe('the legacy bundle in an engine that has little', () => {
  let server;
  let channel;
  let self;
  beforeEach(async () => {
    server = await new MockServer().start();
    server.info = { wait: 200 };
    const engine = oldEngine();
    self = engine.self;
    vm.runInContext(code, engine.context);
  });
  afterEach(async () => {
    channel?.close();
    await server.stop();
  });

  it('lacks what it should lack', () => {
    const engine = oldEngine();
    for (const name of MISSING) {
      assert.equal(vm.runInContext(`typeof ${name}`, engine.context), 'undefined', name);
    }
    assert.equal(
      vm.runInContext('typeof Function.prototype.bind + typeof [].filter', engine.context),
      'undefinedundefined',
    );
  });
  for (const transports of [['polling'], ['websocket', 'sse', 'polling']]) {
    it(`exchanges messages by polling, asked for ${transports.join(', ')}`, async () => {
      const heard = [];
      const types = [];
      channel = new self.Bowline(server.url, { transports, headStart: 100, connectTimeout: 1000 });
      channel.onopen = () => types.push('open');
      channel.onmessage = (event) => heard.push(typeof event.data === 'string' ? event.data : [...event.data]);
      channel.onclose = (event) => types.push(`close ${event.code} ${event.wasClean}`);
      await until(() => channel.readyState === 1 && channel.transport === 'polling');
      const texts = ['hello', 'a\nb', 'c\r\nd', '', ' \u20ac\ud83d\ude00', '"quoted"'];
      texts.forEach((text) => channel.send(text));
      channel.send(vm.runInContext('[0, 1, 254, 255]', vm.isContext(self) ? self : vm.createContext(self)));
      await until(() => heard.length === 7);
      assert.deepEqual(heard, [...texts, [0, 1, 254, 255]]);
      await until(() => channel.bufferedAmount === 0);
      assert.deepEqual(server.violations, []);
      channel.close(3003);
      await until(() => channel.readyState === 3);
      assert.deepEqual(types, ['open', 'close 3003 true']);
    });
  }
  it('has topics, text and binary', async () => {
    const log = [];
    server.onMessage = (session, message) => {
      const command = '\x01subscribe ';
      assert.equal(message.slice(0, command.length), command);
      const { topic } = JSON.parse(message.slice(command.length));
      session.send(`\x01subscribed ${JSON.stringify({ topic, epoch: 'e', next: 1, complete: true })}`);
      session.send(`\x011 ${topic}\x02text`);
      session.send(new Uint8Array([1, 0x32, 0x20, ...Buffer.from(topic), 2, 0, 255]));
      session.send('\x01\x01direct');
      session.send(new Uint8Array([1, 1, 7]));
    };
    vm.runInContext(topicsCode, self);
    channel = new self.Bowline(server.url, { transports: ['polling'] });
    const plain = (data) => (typeof data === 'string' ? data : [...data]);
    channel.onmessage = (event) => log.push(plain(event.data));
    self.Bowline.topics(channel).subscribe('\u20ac', (event) => log.push([event.position, plain(event.data)]));
    await until(() => log.length === 4);
    assert.deepEqual(log, [['e.1', 'text'], ['e.2', [0, 255]], '\x01direct', [1, 7]]);
    assert.deepEqual(server.violations, []);
  });
  it('hears an event stream that grows without a call', async () => {
    const heard = [];
    self.XMLHttpRequest = QuietRequest;
    channel = new self.Bowline(server.url, { transports: ['sse'] });
    channel.onmessage = (event) => heard.push(event.data);
    await until(() => channel.readyState === 1);
    for (const text of ['1', '2', '3']) {
      channel.send(text);
      await until(() => heard.includes(text));
    }
    assert.deepEqual(heard, ['1', '2', '3']);
    assert.equal(channel.transport, 'sse');
    assert.deepEqual(server.violations, []);
  });
  it('goes on after the network was away', async () => {
    const heard = [];
    channel = new self.Bowline(server.url, { transports: ['polling'], backoff: 20, maxBackoff: 50, closeTimeout: 200 });
    channel.onmessage = (event) => heard.push(event.data);
    await until(() => channel.readyState === 1);
    channel.send('1');
    await until(() => heard.length === 1);
    server.intercept = () => 503;
    server.cut();
    channel.send('2');
    await new Promise((done) => setTimeout(done, 150));
    server.intercept = () => undefined;
    channel.send('3');
    await until(() => heard.length === 3);
    assert.deepEqual(heard, ['1', '2', '3']);
    assert.deepEqual(server.violations, []);
  });
});

describe('every bundle against a server', () => {
  const require = createRequire(import.meta.url);
  for (const name of ['bowline.min.js', 'bowline.min.cjs', 'bowline.legacy.min.js']) {
    for (const transport of ['websocket', 'sse', 'polling']) {
      it(`${name} exchanges messages over ${transport}`, async () => {
        const server = await new MockServer().start();
        let loaded;
        if (name.endsWith('.cjs')) {
          loaded = require(built(name));
        } else if (name.includes('legacy')) {
          loaded = {};
          new Function('exports', code)(loaded);
        } else {
          loaded = await import(built(name));
        }
        const { WebSocket } = await import('ws');
        const channel = new loaded.Bowline(server.url, { transports: [transport], environment: { WebSocket } });
        const heard = [];
        channel.binaryType = 'arraybuffer';
        channel.onmessage = ({ data }) => heard.push(typeof data === 'string' ? data : [...new Uint8Array(data)]);
        let closed;
        channel.onclose = (event) => (closed = event);
        try {
          await until(() => channel.readyState === 1);
          assert.equal(channel.transport, transport);
          channel.send('text\r\n\u20ac');
          channel.send(new Uint8Array([1, 2, 255]));
          await until(() => heard.length === 2);
          assert.deepEqual(heard, ['text\r\n\u20ac', [1, 2, 255]]);
          channel.send('!close');
          await until(() => closed);
          assert.deepEqual([closed.code, closed.reason, closed.wasClean], [4900, 'as asked', true]);
          assert.deepEqual(server.violations, []);
        } finally {
          channel.close();
          await server.stop();
        }
      });
    }
  }
});
