/** The part of the client that is simulated: what `bundle.mjs` makes a module, or a script for old engines, of. */
import { createSession as create } from '../../src/session.ts';
import { latestOutbox } from './observed-outbox.mjs';

export { sizeOf } from '../../src/bytes.ts';
export { openEventStream } from '../../src/transports/engine.ts';
export { exchange } from '../../src/transports/exchange.ts';
export { post } from '../../src/transports/uplink.ts';
export { openWebSocket } from '../../src/transports/websocket.ts';

const outboxes = new WeakMap();

export function createSession(effects, carrier, saved) {
  const session = create(effects, carrier, saved);
  outboxes.set(session, { state: latestOutbox() });
  return session;
}

export const outboxOf = (session) => outboxes.get(session);
