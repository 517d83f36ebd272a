/**
 * An event stream, cut into pieces, for both builds of the parser. However it is cut, the events are those that a
 * reader made of regular expressions finds in the whole. The same input as a message survives its encoding.
 *
 * The first byte says how the rest is cut.
 */
import assert from 'node:assert/strict';

/** What the WHATWG's page says, of a stream that is there as a whole. */
export function read(stream) {
  const events = [];
  let type = '';
  let data = [];
  for (const [, line] of stream.replace(/^\uFEFF/, '').matchAll(/([^\r\n]*)(?:\r\n|\r|\n)/g)) {
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (line === '') {
      if (data.length > 0) {
        events.push(`${type}|${data.join('\n')}`);
      }
      type = '';
      data = [];
    } else if (field === 'data') {
      data.push(value);
    } else if (field === 'event') {
      type = value;
    }
  }
  return events;
}

/** The events that a parser finds, in pieces of the sizes that `size` gives for a place. */
export function parse({ eventParser }, stream, size) {
  const events = [];
  const push = eventParser((type, data) => events.push(`${type}|${data}`));
  for (let at = 0; at < stream.length;) {
    const end = at + size(at);
    push(stream.slice(at, end));
    at = end;
  }
  return events;
}

function message({ eventParser, toRecords, encodeMessage }, payload) {
  const records = [];
  eventParser(toRecords((type, data) => records.push([type, data])))(encodeMessage(payload));
  assert.deepEqual(
    records.map(([type]) => type),
    ['m'],
  );
  return records[0][1];
}

/** A function that tries one input on these builds, and throws if something is not as it should be. */
export function target(builds) {
  return (input) => {
    const manner = input[0] ?? 0;
    const octets = Uint8Array.from(input.slice(1));
    const stream = new TextDecoder('utf-8', { ignoreBOM: true }).decode(octets);
    const units = String.fromCharCode(...new Uint16Array(octets.buffer, 0, octets.length >> 1));
    const expected = read(stream).join();
    const wellFormed = units.toWellFormed();
    for (const build of builds) {
      // As one string each: comparing lists takes longer than all the rest.
      assert.equal(parse(build, stream, () => stream.length).join(), expected);
      assert.equal(parse(build, stream, () => 1).join(), expected);
      assert.equal(parse(build, stream, (at) => 1 + ((at * 7 + manner) % (2 + (manner % 13)))).join(), expected);
      assert.equal(message(build, stream), stream);
      const received = message(build, octets);
      assert.ok(received.length === octets.length && octets.every((octet, i) => octet === received[i]));
      assert.equal(build.sizeOf(stream), Buffer.byteLength(stream));
      // Halves of characters, as an application may send them.
      assert.equal(build.wellFormed(units), wellFormed);
      assert.equal(build.sizeOf(wellFormed), Buffer.byteLength(wellFormed));
    }
  };
}
