/**
 * The parser's events for each event stream on standard input, for a fuzzer in another language. An input and its
 * answer are a length (32 bits, the highest first) and as many bytes; the first byte of an input says how it is cut.
 */
import { builds } from './builds.mjs';
import { parse } from './event-stream.mjs';

const { all } = await builds(() => {});
let pending = Buffer.alloc(0);

function answer(input) {
  const manner = input[0];
  const stream = new TextDecoder('utf-8', { ignoreBOM: true }).decode(input.subarray(1));
  const [modern, legacy] = all.map((build) => parse(build, stream, (at) => 1 + ((at * 7 + manner) % (2 + manner))));
  const separator = String.fromCharCode(0);
  const events = modern.map((event) => event.replace(/^message\|/, '|')).join(separator);
  const same = modern.length === legacy.length && modern.every((event, i) => event === legacy[i]);
  return Buffer.from(same ? events : `the legacy build differs: ${legacy.join(separator)}`);
}

process.stdin.on('data', (more) => {
  pending = Buffer.concat([pending, more]);
  while (pending.length >= 4 && pending.length >= 4 + pending.readUInt32BE(0)) {
    const end = 4 + pending.readUInt32BE(0);
    const said = answer(pending.subarray(4, end));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(said.length);
    process.stdout.write(Buffer.concat([length, said]));
    pending = pending.subarray(end);
  }
});
