/**
 * Ends the process when a history goes on for ever, and says which: in a loop of one's own nothing else is heard any more.
 */
import { writeSync } from 'node:fs';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

/** The longest that playing one history, and cutting it down, may take. They take milliseconds, and seconds. */
const LONGEST = 60_000;

/** Returns what is to be told the seed of each history that begins, and 0 when it has ended. */
export function watchdog(longest = LONGEST) {
  const state = new Float64Array(new SharedArrayBuffer(2 * Float64Array.BYTES_PER_ELEMENT));
  new Worker(new URL(import.meta.url), { workerData: { state, longest } }).unref();
  return (seed) => {
    state[0] = seed;
    state[1]++;
  };
}

if (!isMainThread) {
  const { state, longest } = workerData;
  let before = 0;
  setInterval(() => {
    const [seed, changes] = state;
    if (seed && changes === before) {
      writeSync(1, `seed ${seed}: this history goes on for ever\n`);
      process.kill(process.pid, 'SIGKILL');
    }
    before = changes;
  }, longest);
}
