/** The envelope of topics: what is one, what is none, and that nothing makes its reader throw. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { random } from './support/random.mjs';
import { sources } from './support/sources.mjs';

const { readEnvelope } = await sources(['envelope']);
const S = '\u0001';
const X = '\u0002';
const octets = (text) => new Uint8Array(Buffer.from(text));
const notice = (word, value) =>
  readEnvelope(`${S}${word} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
const SUBSCRIBED = { topic: 'a', epoch: 'e', next: 1, complete: true };

describe('a message of a topic', () => {
  for (const name of [
    'a',
    ' ',
    'two words',
    '12 3',
    '"}{',
    '\u20ac\u{1F600}',
    '%41',
    '\u0080',
    '__proto__',
    'x'.repeat(200),
  ]) {
    for (const content of ['', 'text', `${S}1 a${X}`, 'a\r\nb', '\u{1F600}'.repeat(1000)]) {
      it(`of ${JSON.stringify(name.slice(0, 20))} with ${content.length} units is read as text and as binary`, () => {
        const text = `${S}7 ${name}${X}${content}`;
        for (const message of [text, octets(text), [...octets(text)]]) {
          const { start, topic, number } = readEnvelope(message);
          assert.deepEqual([topic, number], [name, 7]);
          const rest = message.slice(start);
          assert.equal(typeof rest === 'string' ? rest : Buffer.from(rest).toString(), content);
        }
      });
    }
  }
  it('may have any number that is exact', () => {
    assert.equal(readEnvelope(`${S}999999999999999 a${X}`).number, 999999999999999);
    for (const number of ['0', '01', '-1', '1.5', '1e3', '', ' ', '1000000000000000', '\u0661']) {
      assert.deepEqual(readEnvelope(`${S}${number} a${X}c`), {}, number);
    }
  });
  it('has a name without control characters, and well-formed', () => {
    for (const name of ['', '\u0000', 'a\nb', 'a\u007f', 'a\u0001']) {
      assert.deepEqual(readEnvelope(`${S}1 ${name}${X}c`), {}, JSON.stringify(name));
      assert.deepEqual(readEnvelope(octets(`${S}1 ${name}${X}c`)), {}, JSON.stringify(name));
    }
    for (const bad of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe2, 0x82], [0xf8, 0x88, 0x80, 0x80, 0x80]]) {
      assert.deepEqual(readEnvelope(new Uint8Array([1, 0x31, 0x20, ...bad, 2])), {}, String(bad));
    }
  });
});

describe('a direct message', () => {
  it('is not touched', () => {
    for (const text of ['', 'a', ' \u0001', '1 a\u0002', '\u0002', '\ufeff\u0001']) {
      assert.equal(readEnvelope(text), undefined);
      assert.equal(readEnvelope(octets(text)), undefined);
    }
  });
  it('that begins with the mark begins with two', () => {
    for (const rest of ['', 'a', `1 a${X}b`, 'subscribed {}', S]) {
      assert.deepEqual(readEnvelope(S + S + rest), { start: 1 });
      assert.deepEqual(readEnvelope(octets(S + S + rest)), { start: 1 });
    }
  });
});

describe("a word of the server's", () => {
  it('is read with what it says', () => {
    for (const [word, value] of [
      ['subscribed', SUBSCRIBED],
      ['subscribed', { ...SUBSCRIBED, topic: '\u20ac', more: [1] }],
      ['refused', { topic: '', code: 4400, reason: 'no' }],
      ['unsubscribed', { topic: 'a' }],
    ]) {
      assert.deepEqual(notice(word, value), { word, notice: value });
    }
  });
  it('is nothing if it lacks what it should have', () => {
    for (const [word, value] of [
      ...['null', '[]', '1', '"a"', '', '{', '{"topic":"a"', '{"topic":1}', '{} {}'].map((json) => [
        'unsubscribed',
        json,
      ]),
      ...[{ next: 0 }, { next: 1.5 }, { next: -1 }, { next: null }, { epoch: '' }, { epoch: null }, { topic: 5 }].map(
        (change) => ['subscribed', { ...SUBSCRIBED, ...change }],
      ),
      ...['', 'Subscribed', 'subscribe', 'gone', 'unsubscribed\n', 'toString'].map((word) => [word, SUBSCRIBED]),
    ]) {
      assert.deepEqual(notice(word, value), {}, word + JSON.stringify(value));
    }
    assert.deepEqual(readEnvelope(S), {});
    assert.deepEqual(readEnvelope(octets(`${S}unsubscribed {"topic":"a"}`)), {});
  });
});

it('no message makes the reader throw, or read what was not written', () => {
  const dice = random(5);
  const parts = [
    S,
    X,
    ' ',
    '1',
    'a',
    '\n',
    '\u20ac',
    '\ud800',
    '{"topic":"a"}',
    'refused ',
    '\u007f',
    '"',
    '9'.repeat(20),
  ];
  for (let run = 0; run < 20000; run++) {
    let text = S;
    while (dice.chance(0.8)) text += dice.pick(parts);
    const bytes = octets(text);
    if (dice.chance(0.3)) bytes[dice.below(bytes.length)] = dice.below(256);
    for (const message of [text, bytes]) {
      const envelope = readEnvelope(message);
      if (envelope?.topic) {
        const head = `${S}${envelope.number} ${envelope.topic}${X}`;
        const read = message.slice(0, envelope.start);
        assert.deepEqual(typeof read === 'string' ? read : Buffer.from(read).toString(), head);
      }
    }
  }
});
