/**
 * The simulated part of the client in one piece, with the sources of any directory: those of `src`, or a copy of them
 * with a mistake in it.
 *
 *   node tests/simulation/bundle.mjs FILE [SRC]     a script that gives Bowline's simulation to an engine of ES5
 */
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import ts from 'typescript';

const here = dirname(fileURLToPath(import.meta.url));
const SRC = resolve(here, '../../src');

/** Takes the sources from elsewhere, the outbox through its observer, and what `legacy` names from files for old engines. */
function redirect(source, legacy) {
  return {
    name: 'redirect',
    setup(setup) {
      setup.onResolve({ filter: /^\.\.?\// }, (file) => {
        const path = resolve(file.resolveDir, file.path).replace(/\.ts$/, '');
        const importer = file.importer.replace(/\.ts$/, '');
        if (path.endsWith('/outbox') && importer.endsWith('/session')) {
          return { path: join(here, 'observed-outbox.mjs') };
        }
        const old = `${path}.legacy.ts`;
        if (legacy.test(path) && existsSync(old) && importer !== old.replace(/\.ts$/, '')) {
          return { path: old };
        }
        const moved = path.startsWith(SRC) ? `${path.replace(SRC, source)}.ts` : `${path}.ts`;
        return existsSync(moved) ? { path: moved } : undefined;
      });
    },
  };
}

async function bundle(contents, source, legacy, options) {
  const result = await build({
    stdin: { contents, resolveDir: here },
    plugins: [redirect(resolve(source), legacy)],
    ...{ bundle: true, write: false, logLevel: 'warning', ...options },
  });
  return result.outputFiles[0].text;
}

/** The core as a module. What it asks of the network is what old engines have: nothing there waits for a promise. */
export async function loadCore(source = SRC) {
  const code = await bundle(`export * from './core.mjs';`, source, /\/engine$/, { format: 'esm', target: 'es2022' });
  return import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
}

/** Core, network and histories as a script that leaves `Simulation` behind. */
export async function script(source = SRC) {
  const code = await bundle(`export { joint } from './joint.mjs';`, source, /./, {
    format: 'iife',
    globalName: 'Simulation',
    target: 'es2018',
    charset: 'ascii',
  });
  return ts.transpileModule(code, {
    compilerOptions: { target: ts.ScriptTarget.ES5, module: ts.ModuleKind.None, ignoreDeprecations: '6.0' },
  }).outputText;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(argv[2], await script(argv[3]));
}
