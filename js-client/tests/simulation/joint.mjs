/**
 * Plays histories against the real server, where this runs inside the server's own virtual machine. `createServer` is its
 * factory there; see model-end.mjs for what it makes.
 */
import * as core from './core.mjs';
import { player } from './player.mjs';

export function joint(createServer) {
  const { play, failureOf, tally } = player(core, (terms, application, now) => {
    const { send, receive } = terms;
    const { maxMessage, maxBatch, overflow, writeBytes } = terms;
    return createServer(
      ...[send.messages, send.bytes, receive.messages, receive.bytes, maxMessage, maxBatch, overflow, writeBytes],
      {
        message: (binary, text) => application.message(binary, text),
        called: () => application.called(),
        room: () => application.room(),
        closed: () => application.closed(),
      },
      now,
    );
  });
  return {
    /** Plays one history, given as JSON. Returns what failed, with a history that is cut down, or nothing. */
    play(line) {
      try {
        play(JSON.parse(line));
        return '';
      } catch (error) {
        return error.message;
      }
    },
    /** Why a history fails, or nothing. */
    failureOf: (line) => failureOf(JSON.parse(line)) || '',
    tally: () => JSON.stringify(tally),
  };
}
