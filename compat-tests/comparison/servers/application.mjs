// The application of a server that is compared, and the program around it: it serves the page and the packages, and tells
// its account to whoever asks on the standard input. Argument: the pace in milliseconds, 0 for one number on each opening.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

const pace = +process.argv[2];
const here = new URL('..', import.meta.url);
const now = () => performance.timeOrigin + performance.now();

/** An HTTP server that serves files, and nothing else. */
export function files() {
  return createServer(async (request, response) => {
    const path = new URL(request.url, 'http://any').pathname;
    const match = /^\/(pages\/[a-z]+\.(?:html|mjs)|modules\/[\w./-]+\.js)$/.exec(path);
    if (!match || path.includes('..')) {
      // Somebody else's.
      return;
    }
    const file = await readFile(new URL(match[1].replace('modules/', 'node_modules/'), here));
    const type = path.endsWith('html') ? 'text/html' : 'text/javascript';
    response.writeHead(200, { 'Content-Type': type + '; charset=utf-8', 'Cache-Control': 'no-store' });
    response.end(file);
  });
}

/**
 * From the first number that it hears it says one every so many milliseconds, to whoever spoke last; without a pace, it says
 * one to each that comes.
 */
export function application(tells) {
  const heard = [];
  let said = 0;
  let first = 0;
  let last;
  const says = () => {
    while (first + said * pace <= now()) {
      tells(last, said++);
    }
    setTimeout(says, pace / 2);
  };
  createInterface({ input: process.stdin }).on('line', () => console.log(JSON.stringify({ said, heard })));
  return {
    opens(from) {
      if (!pace) {
        tells(from, 0);
      }
    },
    hears(from, number) {
      heard.push(number, now());
      last = from;
      if (pace && !first) {
        first = now();
        says();
      }
    },
  };
}

/** Listens, and says on which port. */
export function listens(server) {
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
}
