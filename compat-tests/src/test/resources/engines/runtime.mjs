// The page's part for runtimes that have no pages: Node, Deno and Bun. Arguments: the page's address, and optionally the
// module of a WebSocket that the application brings along. The current directory is its to write to.
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [address, webSocketModule] = process.argv.slice(2);
const origin = new URL(address).origin;
const channel = origin + '/channel';
const own = webSocketModule && (await import(webSocketModule)).WebSocket;
let reported = Promise.resolve();

const text = async (path) => (await fetch(origin + path)).text();

function report(what) {
  const userAgent = globalThis.navigator?.userAgent ?? 'Node.js/' + process.version.slice(1);
  const body = JSON.stringify({ ...what, userAgent });
  reported = reported.then(() => fetch(origin + '/report', { method: 'POST', body })).then((reply) => reply.text());
}

function forget() {
  globalThis.localStorage?.clear();
}

function fails(error) {
  report({ error: String(error?.stack ?? error) });
}

/** The modern bundle is a module; the legacy one finds `exports`. */
async function bundle(name) {
  if (name === 'modern') {
    // One of them takes a `data:` URL for something else, another has no `blob:` URLs.
    const file = resolve('bowline.mjs');
    await writeFile(file, await text('/channel/bowline.min.js'));
    return import(pathToFileURL(file));
  }
  const exports = {};
  new Function('exports', await text('/channel/bowline.legacy.min.js'))(exports);
  return exports;
}

function load(name, ready) {
  bundle(name)
    .then(({ Bowline }) => {
      // A function that returns an object may be called with `new`; an arrow may not.
      ready(function (url, options) {
        return new Bowline(url, own ? { ...options, environment: { WebSocket: own } } : options);
      });
    })
    .catch(fails);
}

globalThis.process?.on?.('uncaughtException', fails);
try {
  const { performs, planOf } = new Function((await text('/exchanges.js')) + ';return { performs, planOf };')();
  performs(planOf(new URL(address).search.substring(1)), {
    channel,
    load,
    report,
    forget,
  });
} catch (error) {
  fails(error);
}
