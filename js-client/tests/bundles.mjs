/** The built bundles, loaded as an application would. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import vm from 'node:vm';

const dist = new URL('../dist/', import.meta.url);
export const text = (name) => readFileSync(new URL(name, dist), 'utf8');

/** Runs the legacy bundle as a classic script would be, in a global object of our own. */
export function runScript(globals) {
  const context = vm.createContext(globals);
  vm.runInContext(text('bowline.legacy.min.js'), context);
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

export const bundles = {
  modern: (await import(new URL('bowline.min.js', dist))).Bowline,
  cjs: commonJs('bowline.min.cjs').Bowline,
  legacy: commonJs('bowline.legacy.min.js').Bowline,
};
