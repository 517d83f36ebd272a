/** The TypeScript sources as modules: bundled into a directory of their own, which goes when the process ends. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** As the build does it: where there is a file for old engines, that one. */
export const legacyFirst = {
  name: 'legacy-first',
  setup(setup) {
    setup.onResolve({ filter: /^\.\.?\// }, (file) => {
      const legacy = `${resolve(file.resolveDir, file.path)}.legacy.ts`;
      return file.importer !== legacy && existsSync(legacy) ? { path: legacy } : undefined;
    });
  },
};

/** Everything that the named files of `src` export, in one module. `legacy` takes what old engines get. */
export async function sources(names, { legacy = false } = {}) {
  process.setSourceMapsEnabled(true);
  const directory = mkdtempSync(join(tmpdir(), 'bowline-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  const outfile = join(directory, 'sources.mjs');
  await build({
    stdin: { contents: names.map((name) => `export * from './${name}';`).join('\n'), resolveDir: join(root, 'src') },
    plugins: legacy ? [legacyFirst] : [],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    sourcemap: 'inline',
    logLevel: 'warning',
    outfile,
  });
  return import(pathToFileURL(outfile));
}

/** A file of the build, which has to be there. */
export function built(name) {
  const path = join(root, 'dist', name);
  if (!existsSync(path)) {
    throw new Error(`${name} is not built: npm run build`);
  }
  return path;
}

/** The directory of the vectors that all implementations share. */
export const vectors = join(dirname(root.replace(/[\\/]$/, '')), 'compat-tests', 'vectors');
