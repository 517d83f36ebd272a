/**
 * Deliberate mistakes in the client, to see that the simulation finds them. Each is a patch of one source file, in
 * `mutations`, applied to a copy; its first line says what is wrong.
 *
 *   node tests/simulation/mutations.mjs [NAME …]             a table: how many histories each one takes, and which
 *   node tests/simulation/mutations.mjs --into DIRECTORY NAME   leaves the mistaken sources there, for another player
 */
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { vectors } from '../support/sources.mjs';
import { loadCore } from './bundle.mjs';
import { generate } from './generator.mjs';
import { player } from './player.mjs';
import { shrink } from './shrink.mjs';

const PATCHES = fileURLToPath(new URL('mutations', import.meta.url));
const CLIENT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const TRIES = 5;
/** So many histories at most in each try. */
const MOST = 2000;
const APART = 1000000;

export const names = () => readdirSync(PATCHES).map((file) => file.replace(/\.patch$/, ''));

/** The file that a patch changes, and its text after that. What a hunk begins from must stand there exactly once. */
export function patched(name) {
  const [, path, body] = /\n\+\+\+ b\/(\S+)\n([^]*)$/.exec(readFileSync(join(PATCHES, `${name}.patch`), 'utf8'));
  let text = readFileSync(join(CLIENT, path), 'utf8');
  for (const hunk of body.split(/^@@.*\n/m).slice(1)) {
    const lines = hunk.split('\n').slice(0, -1);
    const side = (without) =>
      lines
        .filter((line) => line[0] !== without)
        .map((line) => line.slice(1) + '\n')
        .join('');
    if (text.split(side('+')).length !== 2) {
      throw new Error(`${name} has no place, or more than one, in ${path}`);
    }
    text = text.replace(side('+'), () => side('-'));
  }
  return { path, text };
}

/** A copy of the sources with a mistake in it. */
function mutate(name, directory) {
  const { path, text } = patched(name);
  cpSync(join(CLIENT, 'src'), directory, { recursive: true });
  writeFileSync(join(directory, path.replace(/^src\//, '')), text);
}

async function mutant(name) {
  const directory = mkdtempSync(join(tmpdir(), 'bowline-'));
  try {
    mutate(name, directory);
    return player(await loadCore(directory));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function* drawn(first) {
  for (let seed = first; seed < first + MOST; seed++) {
    yield generate(seed);
  }
}

/** How many histories it takes until one fails, and that one; Infinity if none does. */
function hunt({ failureOf }, histories) {
  let played = 0;
  for (const history of histories) {
    played++;
    if (failureOf(history)) {
      return { played, history };
    }
  }
  return { played: Infinity };
}

/** One line of the table; undefined if no history shows the mistake. */
async function measure(name, shared) {
  const mutated = await mutant(name);
  const tries = [];
  for (let i = 0; i < TRIES; i++) {
    tries.push(hunt(mutated, drawn(1 + i * APART)));
  }
  tries.sort((a, b) => a.played - b.played);
  const among = hunt(mutated, shared);
  // Of those that failed, whichever has the shortest core.
  const shortest = [...tries, among]
    .filter((one) => one.history)
    .map((one) => shrink(one.history, mutated.failureOf))
    .sort((a, b) => a.events.length - b.events.length)[0];
  const count = (played) => (played === Infinity ? 'none' : played);
  return (
    `| ${name} | ${count(tries[TRIES >> 1].played)} | ${count(among.played)} | ` +
    (shortest ? `${shortest.events.length} | ${mutated.failureOf(shortest).replace(/\s+/g, ' ')} |` : '| not found |')
  );
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const given = argv.slice(2);
  if (given[0] === '--into') {
    mutate(given[2], given[1]);
  } else {
    const file = readFileSync(join(vectors, 'histories.ndjson'), 'utf8');
    const shared = file
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    console.log('| mutation | drawn here | shared | events | what the oracle said |\n|---|---|---|---|---|');
    for (const name of given.length ? given : names()) {
      console.log(await measure(name, shared));
    }
  }
}
