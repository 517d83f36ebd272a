/** The event-stream parser, with every input that a fuzzer once found worth keeping (see fuzzing/). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { target } from '../fuzzing/event-stream.mjs';
import { sources } from './support/sources.mjs';

const corpus = fileURLToPath(new URL('../../compat-tests/corpus/event-streams', import.meta.url));
const FILES = ['event-stream', 'bytes'];

it('every input of the corpus gives the events that it should, however it is cut', async () => {
  const run = target([await sources(FILES), await sources(FILES, { legacy: true })]);
  for (const name of readdirSync(corpus)) {
    run([...readFileSync(join(corpus, name))]);
  }
});
