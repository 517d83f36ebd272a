/**
 * Plays histories from the standard input, one JSON object on each line, and says how many there were. The first that
 * fails is printed with its seed, cut down to what it takes; exit status 1 then.
 *
 *   node tests/simulation/play.mjs <histories.ndjson
 *   node tests/simulation/play.mjs --generate COUNT [FIRST]     this client's own histories instead
 *   --src DIRECTORY                                             other sources than src
 */
import { createInterface } from 'node:readline';
import { argv, stdin } from 'node:process';
import { loadCore } from './bundle.mjs';
import { generate } from './generator.mjs';
import { player } from './player.mjs';
import { watchdog } from './watchdog.mjs';

const option = (name, at) => (argv.indexOf(name) < 0 ? undefined : argv[argv.indexOf(name) + at]);
const { play, tally } = player(await loadCore(option('--src', 1)));

async function* given() {
  const count = +option('--generate', 1);
  const first = +option('--generate', 2) || 1;
  for (let seed = first; seed < first + count; seed++) {
    yield generate(seed);
  }
  if (!count) {
    for await (const line of createInterface({ input: stdin, crlfDelay: Infinity })) {
      yield JSON.parse(line);
    }
  }
}

const begins = watchdog();
try {
  for await (const history of given()) {
    begins(history.seed);
    play(history);
    begins(0);
  }
} catch (error) {
  console.log(error.message);
  process.exitCode = 1;
}
console.log(JSON.stringify(tally));
