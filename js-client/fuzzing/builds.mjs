/** The parser as modern and as old engines get it, in one script each. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { legacyFirst } from '../tests/support/sources.mjs';
import { withCounters } from './counters.mjs';

const src = fileURLToPath(new URL('../src', import.meta.url));

async function script(plugins) {
  const result = await build({
    stdin: { contents: "export * from './event-stream'; export * from './bytes';", resolveDir: src },
    plugins,
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'bundle',
    target: 'es2020',
  });
  return result.outputFiles[0].text;
}

/** Both builds; `hit` is called in every branch. `branches` says how many there are. */
export async function builds(hit) {
  const all = [];
  let branches = 0;
  for (const plugins of [[], [legacyFirst]]) {
    const counted = withCounters(await script(plugins));
    const offset = branches;
    all.push(new Function('hit', `${counted.text}\nreturn bundle;`)((branch) => hit(offset + branch)));
    branches += counted.branches;
  }
  return { all, branches };
}
