/** Stands in the bundle between the session and its outbox, and keeps count for the oracle. */
import { createOutbox as create } from '../../src/outbox.ts';

let latest;

/** The state of the outbox made last, as seen from outside. */
export const latestOutbox = () => latest;

export function createOutbox(start) {
  const outbox = create(start);
  let kept = [];
  latest = () => {
    const acknowledged = outbox.acknowledged();
    const sent = outbox.sent();
    const sum = (messages) => messages.reduce((bytes, message) => bytes + message.size, 0);
    return {
      ...{ acknowledged, sent, next: acknowledged + kept.length },
      ...{ sentBytes: sum(kept.slice(0, sent - acknowledged)), keptBytes: sum(kept), bytes: outbox.bytes() },
    };
  };
  return {
    ...outbox,
    append(payload, size) {
      const message = outbox.append(payload, size);
      kept.push(message);
      return message;
    },
    remove(message) {
      outbox.remove(message);
      kept = kept.filter((other) => other !== message);
    },
    release(number) {
      const before = outbox.acknowledged();
      outbox.release(number);
      kept = kept.slice(outbox.acknowledged() - before);
    },
  };
}
