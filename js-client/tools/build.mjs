/**
 * Builds dist/: the client and its optional topics, each as three scripts of one source, and their types.
 *
 *   bowline.min.js         ESM, for engines that know modules
 *   bowline.min.cjs        the same for require()
 *   bowline.legacy.min.js  one script in the syntax of ES3, for any engine and loader
 *   bowline.d.ts           types
 *   bowline.topics.*       the same four for the topics
 *
 * esbuild joins the modules, TypeScript lowers the legacy bundle to ES5 (where our source uses nothing newer than ES3
 * has a library for), terser makes ES3 syntax of it and small files of all. All property names are shortened but
 * the platform's, the public ones and those of the wire (tools/names.mjs). A file over its limit fails the build.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { parse } from 'acorn';
import pako from 'pako';
import { minify } from 'terser';
import uglify from 'uglify-js';
import ts from 'typescript';
import { declarations } from './declarations.mjs';
import { kept, keptByTopics } from './names.mjs';

const root = new URL('..', import.meta.url);
const path = (name) => new URL(name, root).pathname;
const version = JSON.parse(readFileSync(path('package.json'), 'utf8')).version;
const banner = `/*! Bowline ${version} Apache-2.0 */`;

/** Limits in bytes, minified and compressed by gzip -9. By a zlib that is the same everywhere: Node's depends on the machine. */
const LIMITS = { 'min.js': 6144, 'min.cjs': 6144, 'legacy.min.js': 8192 };
const TOPICS_LIMITS = { 'min.js': 1536, 'min.cjs': 1536, 'legacy.min.js': 1536 };

/** Files that the legacy bundle replaces. */
const swap = {
  name: 'swap',
  setup(setup) {
    setup.onResolve({ filter: /\/(bytes|address|engine|lists)$/ }, (file) => {
      const legacy = `${join(file.resolveDir, file.path)}.legacy.ts`;
      return file.importer === legacy ? undefined : { path: legacy };
    });
  },
};

async function bundle(entry, plugins) {
  const result = await build({
    plugins,
    entryPoints: [path(entry)],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2018',
    charset: 'ascii',
    logLevel: 'warning',
  });
  return result.outputFiles[0].text;
}

/** Two minifiers, since each finds what the other leaves over: some 100 bytes, and some 20 in the second round. */
async function shrink(code, options, reserved) {
  // One keyword for what was checked to be constant compresses better than two.
  const properties = { builtins: true, keep_quoted: true, reserved };
  const once = await squeeze(code.replace(/\bconst\b/g, 'let'), options, { properties });
  return squeeze(once, options, false);
}

async function squeeze(code, options, mangle) {
  const result = await minify(code, {
    ...options,
    toplevel: true,
    compress: {
      passes: 3,
      unsafe: true,
      pure_getters: true,
      unsafe_arrows: true,
      keep_fargs: false,
      if_return: false,
      inline: 1,
    },
    mangle,
  });
  const again = uglify.minify(result.code, {
    module: !!options.module,
    ie: !!options.ie8,
    webkit: !!options.safari10,
    toplevel: true,
    compress: {
      passes: 3,
      unsafe: true,
      pure_getters: true,
      keep_fargs: false,
      inline: false,
      reduce_funcs: false,
      hoist_funs: true,
    },
    output: { ascii_only: true, preamble: banner },
  });
  if (again.error) {
    throw again.error;
  }
  return again.code;
}

function lower(code) {
  return ts.transpileModule(code, {
    reportDiagnostics: false,
    compilerOptions: {
      target: ts.ScriptTarget.ES5,
      module: ts.ModuleKind.None,
      ignoreDeprecations: '6.0',
      removeComments: true,
      noImplicitUseStrict: true,
      alwaysStrict: false,
    },
  }).outputText;
}

rmSync(path('dist'), { recursive: true, force: true });
mkdirSync(path('dist'));

const files = {};
const limits = {};

/** The three scripts of what one source exports. */
async function scripts(name, exported, sources, reserved, limitOf) {
  const ending = new RegExp(`export \\{\\s*${exported}\\s*\\};`);
  const modern = await bundle(sources.modern, []);
  const common = modern.replace(ending, `exports.${exported} = ${exported};`);
  const legacy = (await bundle(sources.legacy, [swap])).replace(/export \{[^}]*\};/, '');
  const old = await shrink(`(function(){${lower(legacy)}})();`, { ecma: 5, ie8: true, safari10: true }, reserved);
  parse(old, { ecmaVersion: 3, allowReserved: 'never', sourceType: 'script' });
  for (const [kind, text] of [
    ['min.js', await shrink(modern, { module: true, ecma: 2017 }, reserved)],
    ['min.cjs', await shrink(common, { ecma: 2017 }, reserved)],
    ['legacy.min.js', old],
  ]) {
    files[`${name}.${kind}`] = text;
    limits[`${name}.${kind}`] = limitOf[kind];
  }
}

await scripts('bowline', 'Bowline', { modern: 'src/bowline.ts', legacy: 'src/legacy.ts' }, kept, LIMITS);
await scripts(
  'bowline.topics',
  'topics',
  { modern: 'src/topics.ts', legacy: 'src/legacy-topics.ts' },
  keptByTopics,
  TOPICS_LIMITS,
);

files['bowline.d.ts'] = `${banner}\n${declarations(root, ['src/api.ts', 'src/bowline.ts'])}`;
files['bowline.topics.d.ts'] =
  `${banner}\nimport type { Bowline, BowlineEvent } from './bowline.js';\n${declarations(root, ['src/topics.ts'])}`;

let failed = false;
for (const [name, text] of Object.entries(files)) {
  writeFileSync(path(`dist/${name}`), text);
  const limit = limits[name];
  if (limit) {
    const size = pako.gzip(text, { level: 9 }).length;
    const over = size > limit;
    failed ||= over;
    console.log(`${name}: ${text.length} bytes, ${size} compressed, limit ${limit}${over ? ': TOO BIG' : ''}`);
  }
}
if (failed) {
  process.exitCode = 1;
}
