/** The session and its outbox, clause by clause of the protocol. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Rig } from './support/session-rig.mjs';

describe('attaching', () => {
  it('counts up from the opening connection, which is number 1', () => {
    const rig = new Rig().open('websocket');
    assert.deepEqual(rig.attach('sse'), { attach: 2, ack: 0 });
    assert.deepEqual(rig.attach('polling'), { attach: 3, ack: 0 });
  });
  it('says what was handled', () => {
    const rig = new Rig().open('sse').record('m', 'a').record('m', 'b');
    assert.deepEqual(rig.attach('websocket'), { attach: 2, ack: 2 });
  });
  it('ends the listening to older connections: messages, acknowledgements, closes, ends', () => {
    const rig = new Rig().open('websocket').say('a');
    const old = rig.source;
    rig.attach('sse');
    for (const [type, data] of [
      ['m', 'x'],
      ['a', 1],
      ['c', '{"code":1000,"reason":""}'],
      ['e', '{"code":4409,"reason":""}'],
      ['g', '{"from":1,"to":4}'],
      ['r', '{"after":1}'],
      ['p', ''],
    ]) {
      rig.record(type, data, old);
    }
    assert.equal(rig.session.detach(1, { code: 4404, reason: '' }, rig.now), false);
    assert.deepEqual([rig.messages, rig.gaps, rig.lost, rig.closed, rig.posts], [[], [], [], [], []]);
    assert.deepEqual(rig.told, ['attached']);
    assert.equal(rig.session.bytes(), 1);
  });
  it('acknowledges nothing above its position before its first record', () => {
    const rig = new Rig().open('websocket').record('m', 'a');
    const old = rig.source;
    const { ack } = rig.attach('sse');
    rig.record('m', 'b', old).wait(5000).say('x');
    assert.equal(ack, 1);
    assert.deepEqual(rig.posts, []);
    assert.equal(rig.session.due(), Infinity);
  });
  it('drops what the new connection repeats', () => {
    const rig = new Rig().open('websocket').record('m', 'a').record('m', 'b');
    // An unproved attach from before: it stands at 2, the server repeats from there on.
    rig.move('sse', { next: 2 });
    rig.record('m', 'b').record('m', 'c');
    assert.deepEqual(rig.messages, ['a', 'b', 'c']);
  });
  it('drops the part of a gap that it has', () => {
    const rig = new Rig().open('websocket').record('m', 'a').record('m', 'b');
    rig.move('sse', { next: 1 });
    rig.record('g', '{"from":1,"to":5}').record('m', 'f');
    assert.deepEqual(rig.gaps, [[3, 5]]);
    assert.deepEqual(rig.messages, ['a', 'b', 'f']);
    assert.equal(rig.attach('polling').ack, 6);
  });
  it('keeps quiet about a gap that it has wholly', () => {
    const rig = new Rig().open('websocket').record('m', 'a').record('m', 'b');
    rig.move('sse', { next: 1 });
    rig.record('g', '{"from":1,"to":2}').record('m', 'c');
    assert.deepEqual(rig.gaps, []);
    assert.deepEqual(rig.messages, ['a', 'b', 'c']);
  });
});

describe('sending over a WebSocket', () => {
  it('states the position once, then counts', () => {
    const rig = new Rig().open('websocket').say('a', 'b');
    assert.deepEqual(rig.frames, ['n1', 'ma', 'mb']);
  });
  it('goes on from what is not acknowledged on a new one', () => {
    const rig = new Rig().open('websocket').say('a', 'b', 'c').record('a', 1);
    rig.move('websocket', { ack: 2 });
    assert.deepEqual(rig.frames, ['n3', 'mc']);
  });
  it('restates it when a late reply to a post has released more than was sent here', () => {
    const rig = new Rig().open('sse', { receive: { messages: 2, bytes: 100 } }).say('a', 'b', 'c', 'd');
    assert.equal(rig.query, 'seq=1&ack=0');
    rig.move('websocket', { ack: 0, receive: { messages: 2, bytes: 100 } });
    assert.deepEqual(rig.frames, ['n1', 'ma', 'mb']);
    rig.answer(0, 3);
    assert.deepEqual(rig.frames, ['n1', 'ma', 'mb', 'n4', 'md']);
  });
  it('does not restate what a late reply released within what was sent', () => {
    const rig = new Rig().open('sse').say('a', 'b');
    rig.move('websocket', { ack: 0 });
    rig.answer(0, 1).say('c');
    assert.deepEqual(rig.frames, ['n1', 'ma', 'mb', 'mc']);
  });
  it('sends binary messages whole', () => {
    const rig = new Rig().open('websocket');
    rig.session.send(new Uint8Array([1, 2]), 2);
    assert.deepEqual(rig.frames, ['n1', [1, 2]]);
  });
  it('acknowledges for free with a message', () => {
    const rig = new Rig().open('websocket').record('m', 'x').say('a');
    assert.deepEqual(rig.frames, ['n1', 'ma', 'a1']);
    assert.equal(rig.session.due(), Infinity);
  });
  it('sends nothing before the session record', () => {
    const rig = new Rig().open('websocket').say('a');
    rig.attach('websocket');
    rig.say('b');
    assert.deepEqual(rig.frames, []);
  });
});

describe('the receive window', () => {
  it('holds messages back by number, and lets them go with acknowledgements', () => {
    const rig = new Rig().open('websocket').say('1', '2', '3', '4', '5', '6');
    assert.deepEqual(rig.frames, ['n1', 'm1', 'm2', 'm3', 'm4']);
    rig.record('a', 1);
    assert.deepEqual(rig.frames.slice(5), ['m5']);
    rig.record('a', 5);
    assert.deepEqual(rig.frames.slice(6), ['m6']);
  });
  it('holds messages back by bytes, and lets a big one through alone', () => {
    const big = '.'.repeat(150);
    const rig = new Rig().open('websocket').say('1', big, '3');
    assert.deepEqual(rig.frames, ['n1', 'm1']);
    rig.record('a', 1);
    assert.deepEqual(rig.frames.slice(2), ['m' + big]);
    rig.record('a', 2);
    assert.deepEqual(rig.frames.slice(3), ['m3']);
  });
  it('counts bytes in UTF-8', () => {
    const rig = new Rig().open('websocket').say('\u20ac'.repeat(20), '\u20ac'.repeat(20));
    assert.equal(rig.frames.length, 2);
  });
  it('holds for batches too', () => {
    const rig = new Rig().open('sse').say('1').answer(0, 1).say('2', '3', '4', '5', '6', '7');
    assert.equal(rig.posts[0].body, 'data: 2\n\n');
    rig.answer(0, 2);
    assert.equal(rig.posts[0].body, 'data: 3\n\ndata: 4\n\ndata: 5\n\ndata: 6\n\n');
  });
});

describe('posting', () => {
  it('has one batch under way, numbered from the first not acknowledged', () => {
    const rig = new Rig().open('sse').say('a', 'b');
    assert.equal(rig.posts.length, 1);
    rig.answer(0, 1);
    assert.deepEqual([rig.query, rig.posts[0].body], ['seq=2&ack=0', 'data: b\n\n']);
    rig.answer(0, 2);
    assert.deepEqual(rig.posts, []);
    assert.equal(rig.session.bytes(), 0);
  });
  it('keeps batches within maxBatch, and sends one message whatever its size', () => {
    const rig = new Rig().open('polling', { maxBatch: 30, receive: { messages: 9, bytes: 999 } });
    rig.move('polling');
    rig.say('x').say('.'.repeat(10), '.'.repeat(40), 'y').answer(0, 1);
    assert.equal(rig.posts[0].body, `data: ${'.'.repeat(10)}\n\n`);
    rig.answer(0, 2);
    assert.equal(rig.posts[0].body, `data: ${'.'.repeat(40)}\n\n`);
    rig.answer(0, 3);
    assert.equal(rig.posts[0].body, 'data: y\n\n');
  });
  it('repeats what was lost on the way after a while, longer each time', () => {
    const rig = new Rig().open('sse').say('a').answer(1006);
    assert.deepEqual(rig.posts, []);
    assert.equal(rig.session.due(), rig.now + 100);
    assert.equal(rig.wait(100).query, 'seq=1&ack=0');
    rig.answer(1006);
    assert.equal(rig.session.due(), rig.now + 200);
    rig.wait(200).answer(0, 1).say('b').answer(1006);
    assert.equal(rig.session.due(), rig.now + 100);
  });
  it('has one batch under way still when an older one ends that nothing waits for any more', () => {
    const rig = new Rig().open('polling', { receive: { messages: 9, bytes: 999 } });
    rig.move('polling');
    rig.say('a');
    rig.session.detach(rig.source.number, { code: 1006, reason: '' }, rig.now);
    rig.move('polling');
    assert.equal(rig.posts.length, 2);
    rig.answer(1006).wait(10000).say('b');
    assert.equal(rig.posts.length, 1);
    assert.deepEqual(rig.answer(1006).posts, []);
    assert.equal(rig.session.due(), rig.now + 100);
    assert.equal(rig.wait(100).posts[0].body, 'data: a\n\ndata: b\n\n');
  });
  it('goes on behind what an older post has brought, and waits for its repetition no more', () => {
    const rig = new Rig().open('sse').say('a');
    rig.session.detach(1, { code: 1006, reason: '' }, rig.now);
    rig.move('sse');
    rig.say('b').answer(0, 1);
    assert.deepEqual(
      rig.posts.map((post) => post.query),
      ['seq=1&ack=0', 'seq=2&ack=0'],
    );
  });
  it('waits as long as Retry-After says', () => {
    const rig = new Rig().open('sse').say('a');
    rig.posts.shift().done({ code: 1013, reason: '', retryAfter: 7000 }, 0, rig.now);
    assert.equal(rig.session.due(), rig.now + 7000);
    assert.deepEqual([rig.closed, rig.lost], [[], []]);
  });
  it('takes a 409 for a position that releases nothing, and goes on', () => {
    const rig = new Rig().open('sse').say('a').answer(4409, 0);
    assert.deepEqual([rig.lost, rig.closed], [[], []]);
    assert.equal(rig.session.bytes(), 1);
    assert.equal(rig.wait(100).query, 'seq=1&ack=0');
    rig.answer(4409, 1);
    assert.equal(rig.session.bytes(), 1);
  });
  it('is muted by 410: the rest still comes, then the close', () => {
    const rig = new Rig().open('sse').say('a').answer(4410);
    rig.say('b').wait(60000);
    assert.deepEqual(rig.posts, []);
    rig.record('m', 'last').wait(5000);
    assert.equal(rig.query, 'ack=1');
    rig.record('c', '{"code":4900,"reason":"done"}');
    assert.deepEqual(rig.messages, ['last']);
    assert.deepEqual(rig.closed, [{ code: 4900, reason: 'done', wasClean: true }]);
  });
  it('does not stop receiving over a WebSocket either when an earlier post gets 410', () => {
    const rig = new Rig().open('sse').say('a');
    rig.move('websocket');
    rig.answer(4410).record('m', 'x');
    assert.deepEqual(rig.messages, ['x']);
    assert.deepEqual(rig.closed, []);
  });
  for (const code of [4400, 4401, 4403, 4413]) {
    it(`ends it when the server says ${code}`, () => {
      const rig = new Rig().open('sse').say('a').answer(code);
      assert.equal(rig.closed[0].code, code);
    });
  }
  it('acknowledges beside a batch that the server holds', () => {
    const rig = new Rig().open('sse').say('a').record('m', 'x').wait(5000);
    assert.deepEqual(
      rig.posts.map((post) => post.query),
      ['seq=1&ack=0', 'ack=1'],
    );
  });
});

describe('acknowledging', () => {
  const WIDE = { send: { messages: 16, bytes: 2000 } };
  for (const transport of ['websocket', 'sse']) {
    const acknowledged = (rig) =>
      transport === 'websocket' ? rig.frames : rig.posts.map((post) => post.query.replace('ack=', 'a'));

    it(`waits five seconds after the oldest message, over ${transport}`, () => {
      const rig = new Rig().open(transport, WIDE).record('m', 'x');
      rig.wait(3000).record('m', 'y');
      assert.equal(rig.session.due(), rig.now + 2000);
      assert.deepEqual(acknowledged(rig.wait(1999)), []);
      assert.deepEqual(acknowledged(rig.wait(1)), ['a2']);
      assert.equal(rig.session.due(), Infinity);
    });
    it(`does not wait when a quarter of the messages of the window came, over ${transport}`, () => {
      const rig = new Rig().open(transport, WIDE).record('m', '1').record('m', '2').record('m', '3');
      assert.deepEqual(acknowledged(rig), []);
      assert.deepEqual(acknowledged(rig.record('m', '4')), ['a4']);
    });
    it(`does not wait when a quarter of the bytes of the window came, over ${transport}`, () => {
      const rig = new Rig().open(transport, WIDE).record('m', '.'.repeat(499));
      assert.deepEqual(acknowledged(rig), []);
      assert.deepEqual(acknowledged(rig.record('m', '.')), ['a2']);
    });
    it(`answers a ping at once, over ${transport}`, () => {
      const rig = new Rig().open(transport).record('p');
      assert.deepEqual(acknowledged(rig), ['a0']);
    });
  }
  it('goes with the next poll', () => {
    const rig = new Rig().open('polling').record('m', '1').record('m', '2').record('m', '3').record('m', '4');
    rig.move('polling');
    assert.equal(rig.wait(2000).posts.length, 0);
    assert.equal(rig.attach('polling').ack, 4);
  });
  it('goes with a batch', () => {
    const rig = new Rig().open('sse').record('m', 'x').say('a');
    assert.equal(rig.query, 'seq=1&ack=1');
    assert.equal(rig.session.due(), Infinity);
  });
  it('is tried again when its post was lost', () => {
    const rig = new Rig().open('sse').record('m', 'x').wait(5000).answer(1006);
    assert.equal(rig.session.due(), rig.now + 1000);
    assert.equal(rig.wait(1000).query, 'ack=1');
  });
  it('has one post under way', () => {
    const rig = new Rig().open('sse').record('p').record('p').record('m', 'x').wait(1000);
    assert.equal(rig.posts.length, 1);
    rig.answer(0);
    assert.equal(rig.wait(0).query, 'ack=1');
  });
  it('lets the server forget the rest before a close is taken', () => {
    const rig = new Rig().open('websocket').record('m', 'x').record('c', '{"code":1000,"reason":""}');
    assert.deepEqual(rig.frames, ['a1']);
    assert.equal(rig.closed[0].wasClean, true);
    const stream = new Rig().open('sse').record('m', 'x').record('c', '{"code":1000,"reason":""}');
    assert.equal(stream.query, 'ack=1');
  });
});
