/** What is shipped: syntax, what it touches, and which names it kept. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import pako from 'pako';
import { parse } from 'acorn';
import { bundles, runScript, text, topics } from './bundles.mjs';

test('the bundles are small', () => {
  for (const [name, limit] of [
    ['bowline.min.js', 6144],
    ['bowline.min.cjs', 6144],
    ['bowline.legacy.min.js', 8192],
    ['bowline.topics.min.js', 1536],
    ['bowline.topics.min.cjs', 1536],
    ['bowline.topics.legacy.min.js', 1536],
  ]) {
    const size = pako.gzip(text(name), { level: 9 }).length;
    assert.ok(size <= limit, `${name} has ${size} bytes, more than ${limit}`);
  }
});

test('an engine of ECMAScript 3 can parse the legacy bundle', () => {
  parse(text('bowline.legacy.min.js'), { ecmaVersion: 3, allowReserved: 'never', sourceType: 'script' });
});

test('a script tag gets one global, Bowline, and engines need nothing newer than XMLHttpRequest', () => {
  const globals = { setTimeout, clearTimeout, XMLHttpRequest: function () {} };
  globals.self = globals;
  const before = Object.keys(globals);
  const missing = 'Promise Uint8Array ArrayBuffer Map Set Symbol WeakMap Proxy Reflect'.split(' ');
  const context = runScript(globals);
  assert.deepEqual(Object.keys(globals), [...before, 'Bowline']);
  assert.equal(typeof context.Bowline, 'function');
  const bare = {};
  bare.self = bare;
  bare.setTimeout = bare.clearTimeout = () => 0;
  for (const name of missing) bare[name] = undefined;
  const Bowline = runScript(bare).Bowline;
  const channel = new Bowline('http://example.org/channel');
  assert.equal(channel.readyState, 0);
  channel.close();
});

test('a second script adds the topics to the first one', () => {
  const globals = { setTimeout: () => 0, clearTimeout: () => 0 };
  globals.self = globals;
  const { Bowline } = runScript(globals, ['bowline.legacy.min.js', 'bowline.topics.legacy.min.js']);
  assert.deepEqual(Object.keys(globals), ['setTimeout', 'clearTimeout', 'self', 'Bowline']);
  const channel = new Bowline('http://example.org/channel');
  assert.equal(Bowline.topics(channel), Bowline.topics(channel));
  channel.close();
});

test('loading touches nothing', () => {
  for (const name of ['bowline.min.js', 'bowline.legacy.min.js', 'bowline.topics.legacy.min.js']) {
    assert.doesNotMatch(text(name), /\beval\b|new Function|__proto__|defineProperty/);
  }
});

test('every public name of the types is in every bundle', () => {
  const types = text('bowline.d.ts');
  const members = new Set();
  for (const [, name] of types.matchAll(/^ {4}(?:static |readonly |declare )*(\w+)\??[:(<]/gm)) members.add(name);
  for (const expected of ['onmessage', 'binaryType', 'headStart', 'wasClean', 'previous', 'messages']) {
    assert.ok(members.has(expected), expected);
  }
  for (const name of ['constructor', 'document']) members.delete(name);
  const absent = (name, kept) =>
    [...members].filter((member) => !(text(name) + kept).includes(member.replace(/^on/, '')));
  // The modern bundle has fetch and needs neither of the two.
  assert.deepEqual(absent('bowline.min.js', 'EventSource XMLHttpRequest'), []);
  assert.deepEqual(absent('bowline.legacy.min.js', ''), []);
  assert.equal(Object.keys(bundles).length, 3);
});

test('every public name of the types of the topics is in every bundle of theirs', () => {
  const types = text('bowline.topics.d.ts');
  const members = [...types.matchAll(/^ {4}(?:readonly )?(\w+)\??[:(<]/gm)].map(([, name]) => name);
  assert.ok(members.length > 12, String(members));
  for (const name of ['bowline.topics.min.js', 'bowline.topics.min.cjs', 'bowline.topics.legacy.min.js']) {
    const code = text(name);
    // `on` is joined to what has happened; what the server says is handed on as it is.
    const absent = members.filter((member) => !code.includes(member.replace(/^on/, '')));
    assert.deepEqual(absent, ['reason'], name);
  }
  assert.equal(Object.keys(topics).length, 3);
});

test('the minifiers kept what is refused because it is not a number', () => {
  const environment = { setTimeout: () => 0, clearTimeout: () => {} };
  for (const [name, Bowline] of Object.entries(bundles)) {
    assert.throws(() => new Bowline('http://x/c', { backoff: NaN, environment }), RangeError, name);
    const channel = new Bowline('http://x/c', { environment });
    assert.throws(() => channel.close(NaN), { name: 'InvalidAccessError' }, name);
  }
});
