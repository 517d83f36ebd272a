/** The log of what is under way to the server. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { INFO, Rig, client } from './support/session-rig.mjs';

describe('the outbox', () => {
  const window = { messages: 3, bytes: 10 };
  const filled = (...texts) => {
    const outbox = client.createOutbox(0);
    texts.forEach((text) => outbox.append(text, text.length));
    return outbox;
  };
  it('never releases more than there is, and older news is no news', () => {
    const outbox = filled('a', 'b');
    outbox.release(1);
    outbox.release(0);
    assert.equal(outbox.acknowledged(), 1);
    outbox.release(99);
    assert.equal(outbox.acknowledged(), 2);
    assert.equal(outbox.bytes(), 0);
  });
  it('reads on, and again from what is not acknowledged', () => {
    const outbox = filled('a', 'b', 'c');
    assert.equal(outbox.next(window).payload, 'a');
    assert.equal(outbox.next(window).payload, 'b');
    outbox.release(1);
    outbox.rewind();
    assert.equal(outbox.next(window).payload, 'b');
    assert.equal(outbox.sent(), 2);
  });
  it('keeps the place of what is being read', () => {
    const rig = new Rig().open('websocket').say('a');
    const fill = rig.session.send(undefined, 2);
    const none = rig.session.send(undefined, 5);
    rig.say('d');
    assert.equal(rig.session.bytes(), 9);
    none(undefined);
    assert.deepEqual(rig.frames, ['n1', 'ma']);
    fill(new Uint8Array([1, 2]));
    assert.deepEqual(rig.frames, ['n1', 'ma', [1, 2], 'md']);
    assert.equal(rig.session.bytes(), 4);
  });
  it('measures batches as they are encoded', () => {
    const big = { messages: 99, bytes: 9999 };
    for (const text of ['\n'.repeat(9), '\r'.repeat(9), '\u20ac'.repeat(9), '\ud83d\ude00'.repeat(4)]) {
      const outbox = client.createOutbox(0);
      for (let i = 0; i < 20; i++) {
        outbox.append(text, client.sizeOf(text));
      }
      const body = outbox.batch(big, 300);
      assert.ok(Buffer.byteLength(body) <= 300);
      assert.ok(Buffer.byteLength(body + client.encodeMessage(text)) > 300);
      assert.equal(outbox.batch(big, Infinity), client.encodeMessage(text).repeat(20));
    }
    assert.ok(INFO.maxBatch);
  });
});
