/** The shared vectors (../compat-tests/vectors), which the Java codec runs as well; by both sets of octet functions. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { load } from './source.mjs';

const vectors = (name) =>
  JSON.parse(readFileSync(new URL(`../../compat-tests/vectors/${name}.json`, import.meta.url), 'utf8'));

/** The members `xBase64` hold bytes that no string can. */
const bytesOf = (vector, name) =>
  vector[`${name}Base64`] === undefined ? undefined : Buffer.from(vector[`${name}Base64`], 'base64');

function parse(eventParser, input, cuts) {
  const events = [];
  const feed = eventParser((type, data) => events.push({ type: type || 'message', data }));
  let from = 0;
  for (const cut of cuts) {
    feed(input.slice(from, cut));
    from = cut;
  }
  feed(input.slice(from));
  return events;
}

for (const legacy of [false, true]) {
  const bundle = legacy ? 'legacy' : 'modern';
  const { eventParser, toRecords, encodeMessage } = await load('event-stream', legacy);
  const { wellFormed, toBase64, fromBase64, sizeOf } = await load('bytes', legacy);

  test(`${bundle}: streams are parsed alike however they are cut`, () => {
    for (const vector of vectors('streams')) {
      const bytes = bytesOf(vector, 'input');
      const input = bytes ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) : vector.input;
      const whole = parse(eventParser, input, []);
      assert.deepEqual(whole, vector.events, vector.name);
      const each = Array.from({ length: input.length }, (_, i) => i);
      assert.deepEqual(parse(eventParser, input, each), vector.events, `${vector.name}, one by one`);
      for (const cut of each) {
        assert.deepEqual(parse(eventParser, input, [cut, cut]), vector.events, `${vector.name}, cut at ${cut}`);
      }
    }
  });

  test(`${bundle}: messages are encoded and read back`, () => {
    for (const vector of vectors('messages')) {
      const binary = vector.base64 !== undefined;
      const payload = binary ? new Uint8Array(Buffer.from(vector.base64, 'base64')) : wellFormed(vector.text);
      if (vector.eventStream !== undefined) assert.equal(encodeMessage(payload), vector.eventStream, vector.name);
      const read = [];
      eventParser(toRecords((type, data) => read.push([type, data])))(encodeMessage(payload));
      assert.equal(read.length, 1, vector.name);
      assert.equal(read[0][0], 'm');
      assert.deepEqual(read[0][1], payload, vector.name);
      assert.equal(sizeOf(payload), binary ? payload.length : Buffer.byteLength(payload), vector.name);
      if (binary) assert.equal(toBase64(payload), vector.base64);
      if (!binary && vector.decoded !== undefined) assert.equal(payload, vector.decoded, vector.name);
    }
  });

  test(`${bundle}: records of the event stream are the frames of a WebSocket`, () => {
    for (const vector of vectors('records').records) {
      if (vector.eventStream === undefined) continue;
      const read = [];
      eventParser(toRecords((type, data) => read.push(type + data)))(vector.eventStream);
      assert.deepEqual(read, [vector.webSocketFrame], vector.name);
    }
  });

  test(`${bundle}: batches mean what the server takes them for`, () => {
    for (const vector of vectors('batches').accepted) {
      if (vector.body === undefined) continue;
      const read = [];
      // The client makes text well-formed when it is sent, so it needn't do it again when it comes back.
      const take = (type, data) => read.push(typeof data === 'string' ? wellFormed(data) : data);
      eventParser(toRecords(take))(vector.body);
      const expected = vector.messages.map((message) =>
        message.text === undefined ? new Uint8Array(Buffer.from(message.base64, 'base64')) : message.text,
      );
      assert.deepEqual(read, expected, vector.name);
    }
  });

  test(`${bundle}: base64 of every length`, () => {
    for (let length = 0; length < 70; length++) {
      const bytes = new Uint8Array(Array.from({ length }, (_, i) => (i * 37 + length) & 255));
      assert.equal(toBase64(bytes), Buffer.from(bytes).toString('base64'));
      assert.deepEqual(fromBase64(toBase64(bytes)), bytes);
    }
  });
}
