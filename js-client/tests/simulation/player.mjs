/** Plays histories against the model, one after the other, counts, and cuts down what fails. */
import { playHistory } from './history.mjs';
import { ModelEnd } from './model-end.mjs';
import { shrink } from './shrink.mjs';

/** The model as the server of a history. */
export const createModel = (terms, application, now) => new ModelEnd(terms, application, now);

/** `core` is what `loadCore` gives; `createServer` puts another server in the model's place. */
export function player(core, createServer = createModel) {
  const tally = { histories: 0, events: 0, up: 0, down: 0, open: 0, closed: 0, lost: 0 };
  const failureOf = (history) => {
    try {
      playHistory(core, createServer, history);
      return undefined;
    } catch (error) {
      return error.message || String(error);
    }
  };
  return {
    tally,
    failureOf,

    /** Plays one history. Throws what fails with a history that a person can read and play again. */
    play(history) {
      tally.histories++;
      tally.events += history.events.length;
      try {
        const { client, application } = playHistory(core, createServer, history);
        tally.up += client.sent.length;
        tally.down += application.spoken.length;
        tally[client.ending ? (client.ending.lost ? 'lost' : 'closed') : 'open']++;
      } catch (error) {
        const shrunk = shrink(history, failureOf);
        error.message =
          `history ${tally.histories}, seed ${history.seed}: ${error.message}\n` +
          `cut down to ${shrunk.events.length} of ${history.events.length} events: ${failureOf(shrunk)}\n` +
          JSON.stringify(shrunk);
        throw error;
      }
    },
  };
}
