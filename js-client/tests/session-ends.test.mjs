/** How a session ends, or goes on in the next page. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Rig } from './support/session-rig.mjs';

const BROKEN = { code: 1006, reason: '' };

describe('losing the session', () => {
  for (const code of [4404, 4408, 4429]) {
    it(`by ${code} hands back what was not acknowledged`, () => {
      const rig = new Rig().open('websocket').say('a', 'b', 'c').record('a', 1);
      assert.equal(rig.session.detach(1, { code, reason: '' }, rig.now), true);
      assert.deepEqual(rig.lost, [{ code, messages: ['b', 'c'] }]);
      assert.deepEqual(rig.closed, []);
    });
    it(`by a close record with ${code} as well`, () => {
      const rig = new Rig().open('sse').say('a');
      rig.record('c', JSON.stringify({ code, reason: '' }));
      assert.deepEqual(rig.lost, [{ code, messages: ['a'] }]);
    });
    it(`by a post that gets ${code} as well`, () => {
      const rig = new Rig().open('sse').say('a').answer(code);
      assert.deepEqual(rig.lost, [{ code, messages: ['a'] }]);
    });
  }
  it('to someone else: 4409 on the newest attach', () => {
    const rig = new Rig().open('websocket').say('a').record('e', '{"code":4409,"reason":""}');
    assert.deepEqual(rig.lost, [{ code: 4409, messages: ['a'] }]);
  });
  it('by an acknowledgement that gets 404', () => {
    const rig = new Rig().open('sse').record('m', 'x').wait(5000).answer(4404);
    assert.equal(rig.lost[0].code, 4404);
  });
  it('is told once, and nothing is heard afterwards', () => {
    const rig = new Rig().open('sse').say('a').record('m', 'x').wait(5000);
    rig.answer(4404).answer(4404);
    rig.record('m', 'y').record('c', '{"code":1000,"reason":""}').say('b');
    assert.equal(rig.lost.length, 1);
    assert.deepEqual([rig.messages, rig.posts, rig.closed], [['x'], [], []]);
  });
  it('hands binary messages back as buffers', () => {
    const rig = new Rig().open('websocket');
    rig.session.send(new Uint8Array([7]), 1);
    rig.session.detach(1, { code: 4404, reason: '' }, 0);
    assert.deepEqual([...new Uint8Array(rig.lost[0].messages[0])], [7]);
  });
  it('is not what an error of the network does', () => {
    for (const code of [1006, 1011, 1012, 1013, 4406]) {
      const rig = new Rig().open('websocket');
      assert.equal(rig.session.detach(1, { code, reason: '' }, 0), false);
    }
  });
  it('tells the connector of an error that leaves the session alive', () => {
    const rig = new Rig().open('sse').record('e', '{"code":1013,"reason":""}');
    assert.deepEqual(rig.told, ['attached', 'fail 1013']);
    rig.record('r', '{"after":70}');
    assert.equal(rig.told[2], 'leave 70');
  });
});

describe('closing', () => {
  const why = () => ({ code: 3001, reason: 'enough' });
  const asJson = 'c{"code":3001,"reason":"enough"}';

  it('comes after what was sent, and is clean when its code comes back', () => {
    const rig = new Rig().open('websocket').say('a');
    rig.session.close(why());
    assert.deepEqual(rig.frames, ['n1', 'ma', asJson, { close: 3001 }]);
    rig.session.detach(1, { code: 3001, reason: '', wasClean: true }, 0);
    assert.deepEqual(rig.closed, [{ ...why(), wasClean: true }]);
  });
  it('is said again on the next connection when another Close crossed it', () => {
    const rig = new Rig().open('websocket').say('a');
    rig.session.close(why());
    assert.equal(rig.session.detach(1, { code: 1001, reason: '', wasClean: true }, 0), false);
    rig.move('websocket');
    assert.deepEqual(rig.frames, ['n1', 'ma', asJson, { close: 3001 }]);
  });
  it('waits for the window', () => {
    const rig = new Rig().open('websocket').say('1', '2', '3', '4', '5');
    rig.session.close(why());
    assert.equal(rig.frames.includes(asJson), false);
    rig.record('a', 1);
    assert.deepEqual(rig.frames.slice(5), ['m5', asJson, { close: 3001 }]);
  });
  it('goes with the last batch', () => {
    const rig = new Rig().open('sse').say('a').answer(0, 1);
    rig.session.send('b', 1);
    rig.answer(1006);
    rig.session.close(why());
    rig.wait(100);
    assert.deepEqual([rig.query, rig.posts[0].body], ['close=3001&seq=2&ack=0', 'data: b\n\n']);
    rig.answer(0, 2);
    assert.equal(rig.closed[0].wasClean, true);
  });
  it('needs no connection', () => {
    const rig = new Rig().open('sse');
    rig.session.detach(1, BROKEN, 0);
    rig.session.close(why());
    assert.equal(rig.query, 'close=3001&ack=0');
    rig.answer(4410);
    assert.deepEqual(rig.closed, [{ ...why(), wasClean: true }]);
  });
  it('of a session that is gone meanwhile is the end that was asked for, not a reset', () => {
    const rig = new Rig().open('websocket').say('a');
    rig.session.close(why());
    rig.session.detach(1, { code: 4404, reason: '' }, 0);
    assert.equal(rig.lost.length, 0);
    assert.equal(rig.closed[0].code, 3001);
  });
});

describe('a reload', () => {
  it('goes on with the next attach number, positions and what is unacknowledged', () => {
    const first = new Rig().open('websocket').say('a', 'b\r', 'c').record('a', 1).record('m', 'x');
    first.attach('websocket');
    const saved = JSON.parse(JSON.stringify(first.session.save()));
    const rig = new Rig(saved);
    assert.equal(rig.session.token(), 'token');
    assert.equal(rig.session.bytes(), 3);
    assert.deepEqual(rig.move('websocket', { ack: 1 }), { attach: 3, ack: 1 });
    assert.deepEqual(rig.frames, ['n2', 'mb\r', 'mc']);
    rig.record('m', 'y');
    assert.deepEqual(rig.messages, ['y']);
  });
  it('has nothing to go on with before the opening and after the end', () => {
    const rig = new Rig();
    assert.equal(rig.session.save(), undefined);
    rig.open('sse').record('c', '{"code":1000,"reason":""}');
    assert.equal(rig.session.save(), undefined);
  });
});
