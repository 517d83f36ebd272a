/** Loads a module of src/ into Node, with what it imports. `legacy` takes the files of the legacy bundle. */
import { join } from 'node:path';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url).pathname;

const swap = {
  name: 'swap',
  setup(setup) {
    setup.onResolve({ filter: /\/(bytes|address|engine|lists)$/ }, (file) => {
      const legacy = `${join(file.resolveDir, file.path)}.legacy.ts`;
      return file.importer === legacy ? undefined : { path: legacy };
    });
  },
};

export async function load(name, legacy = false) {
  const result = await build({
    entryPoints: [join(root, 'src', `${name}.ts`)],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2020',
    plugins: legacy ? [swap] : [],
  });
  const code = Buffer.from(result.outputFiles[0].contents).toString('base64');
  return import(`data:text/javascript;base64,${code}`);
}
