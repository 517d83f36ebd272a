/** The event-stream grammar, the framing of WebSockets and the octets, against the vectors that the server runs too. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { sources, vectors } from './support/sources.mjs';

const read = (name) => JSON.parse(readFileSync(join(vectors, name), 'utf8'));
const messages = read('messages.json');
const records = read('records.json');
const streams = read('streams.json');
const batches = read('batches.json');

const FILES = ['event-stream', 'bytes', 'transports/websocket'];
const modern = await sources(FILES);
const legacy = await sources(FILES, { legacy: true });

const octets = (base64) => [...Buffer.from(base64, 'base64')];
const plain = (payload) => (typeof payload === 'string' ? payload : [...payload]);
/** What a vector's message is once it has arrived. */
const arrived = (vector) => (vector.base64 !== undefined ? octets(vector.base64) : (vector.decoded ?? vector.text));

/** Every way to cut a text once, and some to cut it to pieces. */
function* cuts(text) {
  yield [text];
  for (let at = 0; at <= text.length; at++) {
    yield [text.slice(0, at), text.slice(at)];
  }
  yield [...Array(text.length).keys()].map((at) => text.charAt(at));
  yield ['', ...(text.match(/[^]{1,3}/g) ?? []), ''];
}

/** A stand-in for the engine's WebSocket, and what has been made of it. */
function socket() {
  const sockets = [];
  class WebSocket {
    constructor(url, protocol) {
      Object.assign(this, { url, protocol, sent: [], closes: [] });
      sockets.push(this);
    }
    send(frame) {
      this.sent.push(frame);
    }
    close(...code) {
      this.closes.push(code);
    }
  }
  return { sockets, network: { lookup: (name) => (name === 'WebSocket' ? WebSocket : undefined) } };
}

for (const [name, source] of Object.entries({ modern, legacy })) {
  const { eventParser, toRecords, encodeMessage, wellFormed, sizeOf, fromBase64, toBase64, openWebSocket } = source;

  const events = (chunks) => {
    const list = [];
    const parse = eventParser((type, data) => list.push({ type: type || 'message', data }));
    chunks.forEach((chunk) => parse(chunk));
    return list;
  };
  const recordsOf = (chunks) => {
    const list = [];
    const parse = eventParser(toRecords((type, data) => list.push([type, plain(data)])));
    chunks.forEach((chunk) => parse(chunk));
    return list;
  };
  const frame = (data) => {
    const { sockets, network } = socket();
    const list = [];
    openWebSocket(network, 'ws://x/', { record: (type, payload) => list.push([type, plain(payload)]), down() {} });
    sockets[0].onmessage({ data });
    return list;
  };

  describe(`streams, ${name} sources`, () => {
    for (const vector of streams) {
      it(vector.name, () => {
        // Bytes become text in the engine (Fetch, XMLHttpRequest), by the decoder of the WHATWG Encoding standard.
        const input =
          vector.input ??
          new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.from(vector.inputBase64, 'base64'));
        for (const chunks of cuts(input)) {
          assert.deepEqual(events(chunks), vector.events, JSON.stringify(chunks));
        }
      });
    }
  });

  describe(`messages, ${name} sources`, () => {
    for (const vector of messages) {
      it(vector.name, () => {
        const payload = vector.text !== undefined ? wellFormed(vector.text) : fromBase64(vector.base64);
        assert.equal(encodeMessage(payload), vector.eventStream);
        const expected = [['m', arrived(vector)]];
        for (const chunks of cuts(vector.eventStream.length < 2000 ? vector.eventStream : '')) {
          assert.deepEqual(recordsOf(chunks), chunks.join('') ? expected : []);
        }
        assert.deepEqual(recordsOf([vector.eventStream]), expected);
        if (vector.text !== undefined) {
          assert.equal('m' + payload, vector.webSocketFrame);
          assert.equal(sizeOf(payload), Buffer.byteLength(payload));
          assert.deepEqual(frame(vector.webSocketFrame), expected);
        } else {
          assert.deepEqual([...payload], octets(vector.webSocketFrameBase64));
          assert.equal(toBase64(payload), vector.base64);
          assert.equal(sizeOf(payload), octets(vector.base64).length);
          assert.deepEqual(frame(new Uint8Array(octets(vector.webSocketFrameBase64)).buffer), expected);
        }
      });
    }
  });

  describe(`records, ${name} sources`, () => {
    for (const vector of records.records.filter((one) => one.eventStream)) {
      it(vector.name, () => {
        for (const chunks of cuts(vector.eventStream)) {
          const list = recordsOf(chunks);
          assert.equal(list.length, 1);
          assert.equal(list[0][0], vector.webSocketFrame.charAt(0));
          const data = list[0][1];
          assert.deepEqual(data === '' ? null : JSON.parse(data), vector.data ?? null);
        }
        assert.deepEqual(frame(vector.webSocketFrame), recordsOf([vector.eventStream]));
      });
    }
    it('an event of a name that means nothing is ignored', () => {
      assert.deepEqual(recordsOf(['event: sessions\ndata: {}\n\nevent: xack\ndata: 1\n\nevent: ACK\ndata: 1\n\n']), []);
    });
  });

  describe(`batches, ${name} sources`, () => {
    for (const vector of batches.accepted) {
      it(`${vector.name}, written in our way, says the same`, () => {
        const bodies = vector.messages.map((one) => encodeMessage(one.text ?? fromBase64(one.base64)));
        const read = recordsOf([bodies.join('')]).map((record) => record[1]);
        assert.deepEqual(read, vector.messages.map(arrived));
        assert.deepEqual(
          recordsOf([vector.body]).map((record) => wellFormedOf(record[1])),
          read,
        );
      });
    }
    const wellFormedOf = (payload) => (typeof payload === 'string' ? wellFormed(payload) : payload);
  });
}

describe('octets', () => {
  for (const [name, { toOctets, toBase64, fromBase64, toData }] of Object.entries({ modern, legacy })) {
    it(`of buffers and of views of any frame are copies, ${name} sources`, () => {
      const buffer = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]).buffer;
      for (const [data, expected] of [
        [buffer, [1, 2, 3, 4, 5, 6, 7, 8]],
        [new Uint8Array(buffer, 2, 3), [3, 4, 5]],
        [new Uint16Array(buffer, 2, 1), [3, 4]],
        [new DataView(buffer, 1, 2), [2, 3]],
        [new ArrayBuffer(0), []],
      ]) {
        const copy = toOctets(data);
        assert.deepEqual([...copy], expected);
        new Uint8Array(buffer).fill(9);
        assert.deepEqual([...copy], expected);
        assert.deepEqual([...new Uint8Array(toData(copy))], expected);
        new Uint8Array(buffer).set([1, 2, 3, 4, 5, 6, 7, 8]);
      }
    });
    it(`of nothing binary are none, ${name} sources`, () => {
      for (const data of ['', 'text', 0, 5, null, undefined, true, {}, [], new Date()]) {
        assert.equal(toOctets(data), undefined, String(data));
      }
    });
    it(`survive base64 at every length, ${name} sources`, () => {
      for (let length = 0; length < 70; length++) {
        const bytes = Uint8Array.from({ length }, (_, i) => (i * 73 + length * 31) & 255);
        assert.equal(toBase64(bytes), Buffer.from(bytes).toString('base64'));
        assert.deepEqual([...fromBase64(toBase64(bytes))], [...bytes]);
      }
    });
  }
});

describe('a WebSocket', () => {
  const open = () => {
    const { sockets, network } = socket();
    const heard = [];
    const connection = modern.openWebSocket(network, 'ws://h/c?v=1', {
      record: (...record) => heard.push(record),
      down: (why) => heard.push(why.code),
    });
    return { socket: sockets[0], connection, heard };
  };
  it('asks for the subprotocol and for buffers', () => {
    const { socket } = open();
    assert.equal(socket.protocol, 'bowline.v1');
    assert.equal(socket.binaryType, 'arraybuffer');
  });
  it('is not heard of after it was let go', () => {
    const { socket, connection } = open();
    connection.close();
    assert.equal(socket.onmessage, null);
    assert.equal(socket.onclose, null);
    assert.deepEqual(socket.closes, [[]]);
  });
  it('closed with a code still reports its end, with codes that close() takes', () => {
    for (const [code, expected] of [
      [1000, [1000]],
      [4900, [4900]],
      [3000, [3000]],
    ]) {
      const { socket, connection, heard } = open();
      connection.close(code);
      assert.deepEqual(socket.closes, [expected]);
      socket.onclose({ code });
      assert.deepEqual(heard, [code]);
    }
  });
});
