/** The built bundles, loaded as an application would. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import vm from 'node:vm';

const dist = new URL('../dist/', import.meta.url);
export const text = (name) => readFileSync(new URL(name, dist), 'utf8');

/** Runs legacy bundles as classic scripts would be, in a global object of our own. */
export function runScript(globals, names = ['bowline.legacy.min.js']) {
  const context = vm.createContext(globals);
  for (const name of names) vm.runInContext(text(name), context);
  return context;
}

function commonJs(name) {
  const module = { exports: {} };
  vm.compileFunction(text(name), ['module', 'exports', 'require'])(
    module,
    module.exports,
    createRequire(import.meta.url),
  );
  return module.exports;
}

/** The optional part, under the names of the bundles that each goes with. */
export const topics = {
  modern: (await import(new URL('bowline.topics.min.js', dist))).topics,
  cjs: commonJs('bowline.topics.min.cjs').topics,
  legacy: commonJs('bowline.topics.legacy.min.js').topics,
};

export const bundles = {
  modern: (await import(new URL('bowline.min.js', dist))).Bowline,
  cjs: commonJs('bowline.min.cjs').Bowline,
  legacy: commonJs('bowline.legacy.min.js').Bowline,
};
