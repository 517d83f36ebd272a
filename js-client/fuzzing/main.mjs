/**
 * Fuzzes the event-stream parser, guided by the branches that its two builds run: `npm run fuzz -- SECONDS [SEED]`.
 *
 * It begins with the corpus that the server's parser has too, and what covers something new it keeps in
 * target/fuzzing. The first input that is wrong ends it, is written there as well, and belongs into the corpus.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builds } from './builds.mjs';
import { Coverage } from './counters.mjs';
import { target } from './event-stream.mjs';
import { mutator, randomOf, words } from './mutations.mjs';

const LONGEST = 256;
const corpusFolder = fileURLToPath(new URL('../../compat-tests/corpus/event-streams', import.meta.url));
const work = fileURLToPath(new URL('../target/fuzzing', import.meta.url));

const seconds = Number(process.argv[2] ?? 60);
const seed = Number(process.argv[3] ?? Date.now() % 1e9);
const coverage = new Coverage();
const { all, branches } = await builds(coverage.hit);
const run = target(all);
const corpus = readdirSync(corpusFolder).map((name) => [...readFileSync(join(corpusFolder, name))]);
const random = randomOf(seed);
const mutate = mutator({ random, dictionary: words(`${corpusFolder}.dict`), corpus, longest: LONGEST });
let executions = 0;

function figures(since) {
  const time = Math.max(1, performance.now() - since) / 1000;
  return (
    `${executions} executions in ${time.toFixed(1)} s (${Math.round(executions / time)}/s), ` +
    `${coverage.branches} of ${branches} branches, ${coverage.features} features, ${corpus.length} inputs`
  );
}

function attempt(input) {
  executions++;
  try {
    run(input);
  } catch (failure) {
    const file = join(work, `crash-${executions}`);
    writeFileSync(file, Uint8Array.from(input));
    console.error(`seed ${seed}, execution ${executions}: the input is in ${file}\n${failure.stack}`);
    process.exit(1);
  }
  return coverage.end();
}

mkdirSync(work, { recursive: true });
const begun = performance.now();
for (const input of [...corpus]) {
  attempt(input);
}
console.log(`seed ${seed}; the corpus: ${figures(begun)}`);
const until = begun + seconds * 1000;
while (performance.now() < until) {
  const input = mutate(corpus[random(corpus.length)]);
  if (attempt(input)) {
    writeFileSync(join(work, `new-${executions}`), Uint8Array.from(input));
    corpus.push(input);
  }
}
console.log(`fuzzing event-streams in JavaScript: ${figures(begun)}`);
