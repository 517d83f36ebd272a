/**
 * Exactly once and in order, whatever the network does: thousands of random histories of the pure session against a model
 * of the server. A history that fails prints its seed; `BOWLINE_SEED=n npm test` plays only that one.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { playHistory } from './support/history.mjs';
import { sources } from './support/sources.mjs';

const HISTORIES = 2000;
const FIRST = 20260101;

const client = await sources(['session', 'event-stream', 'bytes']);
const only = process.env.BOWLINE_SEED;

function play(seed) {
  try {
    return playHistory(client, seed);
  } catch (error) {
    error.message = `BOWLINE_SEED=${seed}: ${error.message}`;
    throw error;
  }
}

describe('the session against a model of the server', () => {
  it(`keeps every promise in ${only ? 'the history ' + only : HISTORIES + ' histories'}`, () => {
    const tally = { events: 0, sent: 0, spoken: 0 };
    const ends = {};
    for (let i = 0; i < (only ? 1 : HISTORIES); i++) {
      const played = play(only ? +only : FIRST + i);
      tally.events += played.steps;
      tally.sent += played.sent;
      tally.spoken += played.spoken;
      const end = played.ending ? (played.ending.lost ? 'lost' : 'closed') : 'open';
      ends[end] = (ends[end] ?? 0) + 1;
    }
    if (!only) {
      // That the histories are worth something: they end in every way, and much has been said.
      assert.ok(ends.open > 500 && ends.closed > 200 && ends.lost > 100, JSON.stringify(ends));
      assert.ok(tally.sent > 10 * HISTORIES && tally.spoken > 8 * HISTORIES, JSON.stringify(tally));
    }
  });
});
