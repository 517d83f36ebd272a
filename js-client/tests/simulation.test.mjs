/**
 * Exactly once and in order, whatever the network does: histories of the real session, its transports' encodings and
 * uplink against a model of the server. The shared ones are those that the server's own simulation plays; those drawn
 * here have what only this client has. A history that fails is printed, cut down; `BOWLINE_SEED=n npm test` draws and
 * plays only that one.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { describe, it } from 'node:test';
import { loadCore } from './simulation/bundle.mjs';
import { generate } from './simulation/generator.mjs';
import { playHistory } from './simulation/history.mjs';
import { names, patched } from './simulation/mutations.mjs';
import { createModel, player } from './simulation/player.mjs';
import { vectors } from './support/sources.mjs';

const watchdog = new URL('./simulation/watchdog.mjs', import.meta.url).href;
const HISTORIES = 2000;
const FIRST = 20260101;

const core = await loadCore();
const only = process.env.BOWLINE_SEED;

describe('the session against a model of the server', () => {
  it('keeps every promise in the shared histories', () => {
    const { play, tally } = player(core);
    for (const line of readFileSync(join(vectors, 'histories.ndjson'), 'utf8').trim().split('\n')) {
      play(JSON.parse(line));
    }
    assert.ok(tally.histories > 200 && tally.up > 500 && tally.down > 500, JSON.stringify(tally));
  });
  it(`keeps every promise in ${only ? 'the history ' + only : HISTORIES + ' histories of its own'}`, () => {
    const { play, tally } = player(core);
    for (let i = 0; i < (only ? 1 : HISTORIES); i++) {
      play(generate(only ? +only : FIRST + i));
    }
    if (!only) {
      // That the histories are worth something: they end in every way, and much has been said.
      assert.ok(tally.open > 400 && tally.closed > 200 && tally.lost > 100, JSON.stringify(tally));
      assert.ok(tally.up > 8 * HISTORIES && tally.down > 6 * HISTORIES, JSON.stringify(tally));
    }
  });
});

describe('an application that is slow when its client has closed', () => {
  const terms = { receive: { messages: 8, bytes: 200 }, send: { messages: 8, bytes: 200 }, overflow: 'hold' };
  const sends = Array(4).fill(['client.send', 9, 'text']);
  const closes = [['server.slow', 2], ...sends, ['client.close', 'line'], ...Array(6).fill(['line.up', 0])];
  const played = (...more) =>
    playHistory(core, createModel, { seed: 1, clock: 1000, opens: 'websocket', terms, events: [...closes, ...more] });

  it('gets what came before the close even if the session is forgotten meanwhile', () => {
    const { application, server } = played(['time', 130000], ['timer', 'due']);
    assert.deepEqual([application.received, server.model.gone], [4, true]);
  });
  it('gets nothing after it has failed', () => {
    const { application } = played(['server.throw']);
    assert.deepEqual([application.received, application.failed], [3, true]);
  });
});

describe('a history that goes on for ever', () => {
  it('ends the player, which says its seed', () => {
    const script = `import(${JSON.stringify(watchdog)}).then((it) => { it.watchdog(100)(7); for (;;) {} })`;
    const { stdout, signal } = spawnSync(execPath, ['--eval', script], { encoding: 'utf8', timeout: 60_000 });
    assert.deepEqual([stdout, signal], ['seed 7: this history goes on for ever\n', 'SIGKILL']);
  });
});

describe('the deliberate mistakes', () => {
  for (const name of names()) {
    it(`${name} still applies`, () => assert.ok(patched(name).text));
  }
});
