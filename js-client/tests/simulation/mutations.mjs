/**
 * Deliberate mistakes in the client, to see that the simulation finds them. Each is an edit of one source file, applied to
 * a copy.
 *
 *   node tests/simulation/mutations.mjs                     how many histories of this client's own each one takes
 *   node tests/simulation/mutations.mjs <histories.ndjson   how many of these
 *   node tests/simulation/mutations.mjs NAME DIRECTORY      leaves the mistaken sources there, for another player
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { argv, stdin } from 'node:process';
import { fileURLToPath } from 'node:url';
import { loadCore } from './bundle.mjs';
import { generate } from './generator.mjs';
import { player } from './player.mjs';

const SRC = resolve(dirname(fileURLToPath(import.meta.url)), '../../src');
const MOST = 1000;

/** What is broken: [name, file, what stands there, what stands there instead]. */
export const MUTATIONS = [
  ['accepts again what is repeated', 'session', 'if (number > handled) {', 'if (number > 0) {'],
  ['resumes one too late', 'session', 'position = value.next - 1;', 'position = value.next;'],
  ['counts a new connection from what was accepted', 'session', 'position = handled;', 'position = handled + 1;'],
  [
    'releases on send',
    'session',
    'stated = outbox.sent() + 1;',
    'stated = outbox.sent() + 1; outbox.release(outbox.sent());',
  ],
  ['never states its position', 'session', 'if (stated !== outbox.sent()) {', 'if (false) {'],
  ['states its position once for all connections', 'session', 'stated = 0;\n      closeSent', 'closeSent'],
  ['states its position one too high', 'session', "write('n' + outbox.sent());", "write('n' + (outbox.sent() + 1));"],
  ['listens to older connections', 'session', 'if (over || source.number !== newest) {', 'if (over) {'],
  ['lets an older end end the session', 'session', 'if (!over && number === newest) {', 'if (!over) {'],
  [
    'writes before the newest connection is proved',
    'session',
    'stated = 0;\n      closeSent',
    'attached = true;\n      stated = 0;\n      closeSent',
  ],
  ['acknowledges more than was handled', 'session', 'told = handled;', 'told = ++handled;'],
  ['never acknowledges by time', 'session', 'tellAt = Math.min(tellAt, now + ACKNOWLEDGE_AFTER);', 'tellAt = NEVER;'],
  [
    'goes on after a gap one too early',
    'session',
    'accept(value.to, 0, now, () => {',
    'accept(value.to - 1, 0, now, () => {',
  ],
  [
    'begins a batch behind the first',
    'session',
    'const first = outbox.acknowledged() + 1;',
    'const first = outbox.sent() + 1;',
  ],
  [
    'waits for ever for a lost reply',
    'session',
    'posting = false;\n        if (over)',
    'posting = !!code;\n        if (over)',
  ],
  ['does not send again after a move', 'session', 'outbox.rewind();\n', ''],
  ['ignores the window in messages', 'outbox', 'ahead < window.messages && ', ''],
  ['ignores the window in bytes', 'outbox', 'sentBytes + message.size <= window.bytes', 'true'],
  ['forgets that a late reply has overtaken the connection', 'outbox', 'sent = acknowledged;\n        }', '}'],
  ['takes a Blob for read', 'outbox', 'message &&\n      message.payload !== undefined &&', 'message &&'],
  [
    'saves what it sent as acknowledged',
    'session',
    'acknowledged: outbox.acknowledged(),',
    'acknowledged: outbox.sent(),',
  ],
  [
    'cuts a line feed that begins a chunk',
    'event-stream',
    "half && chunk.charAt(0) === '\\n'",
    "chunk.charAt(0) === '\\n'",
  ],
  ['emits what the end cuts off', 'event-stream', 'rest = lines.pop() as string;', "rest = '';"],
  ['leaves a CR in a data line', 'event-stream', "payload.indexOf('\\r') < 0", 'payload'],
  [
    'closes before it is drained',
    'session',
    'if (closing && !closeSent && outbox.drained()) {',
    'if (closing && !closeSent) {',
  ],
];

/** A copy of the sources with one of the mistakes in it. */
export function mutate([name, file, from, to], directory) {
  cpSync(SRC, directory, { recursive: true });
  const path = join(directory, `${file}.ts`);
  const text = readFileSync(path, 'utf8');
  if (text.split(from).length !== 2) {
    throw new Error(`"${name}" has no place, or more than one, in ${file}.ts: ${from}`);
  }
  writeFileSync(
    path,
    text.replace(from, () => to),
  );
}

/** How many histories it takes to find a mistake, and what is said of it; undefined if that many don't. */
export async function findMutation(mutation, histories) {
  const directory = mkdtempSync(join(tmpdir(), 'bowline-'));
  try {
    mutate(mutation, directory);
    const { failureOf } = player(await loadCore(directory));
    let played = 0;
    for (const history of histories) {
      const failure = failureOf(history);
      played++;
      if (failure) {
        return { played, failure };
      }
    }
    return undefined;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

export function* generated(most = MOST) {
  for (let seed = 1; seed <= most; seed++) {
    yield generate(seed);
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const [name, directory] = argv.slice(2);
  if (directory) {
    mutate(
      MUTATIONS.find((mutation) => mutation[0] === name),
      directory,
    );
  } else {
    const given = stdin.isTTY === undefined && !argv.includes('--own') ? readFileSync(0, 'utf8').trim() : '';
    const histories = given && given.split('\n').map((line) => JSON.parse(line));
    for (const mutation of MUTATIONS) {
      const found = await findMutation(mutation, histories || generated());
      console.log(`| ${mutation[0]} | ${found ? `${found.played} | ${found.failure}` : 'not found |'} |`);
    }
  }
}
