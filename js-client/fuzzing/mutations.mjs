/** How one input becomes another. */
import { readFileSync } from 'node:fs';

/** The words of a dictionary in libFuzzer's format. */
export function words(file) {
  const list = [];
  for (const [, text] of readFileSync(file, 'latin1').matchAll(/^"(.*)"$/gm)) {
    const word = text.replace(/\\(?:x([0-9a-f]{2})|(.))/g, (_, hex, plain) =>
      hex ? String.fromCharCode(parseInt(hex, 16)) : plain,
    );
    list.push([...Buffer.from(word, 'latin1')]);
  }
  return list;
}

/** Numbers from 0 to n - 1 that are the same for the same seed (mulberry32). */
export function randomOf(seed) {
  let state = seed;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) % n;
  };
}

/** A function that changes a list of bytes in one to six ways. */
export function mutator({ random, dictionary, corpus, longest }) {
  const somewhere = (bytes) => random(bytes.length + 1);
  const piece = (bytes) => {
    const from = somewhere(bytes);
    return bytes.slice(from, from + 1 + random(16));
  };
  const ways = [
    (bytes) => bytes.splice(somewhere(bytes), 0, random(256)),
    (bytes) => bytes.splice(somewhere(bytes), 0, ...[[10], [13], [13, 10], [58], [32]][random(5)]),
    (bytes) => bytes.splice(somewhere(bytes), 0, ...dictionary[random(dictionary.length)]),
    (bytes) => bytes.splice(somewhere(bytes), 1 + random(8)),
    (bytes) => bytes.splice(somewhere(bytes), 0, ...piece(bytes)),
    (bytes) => bytes.splice(somewhere(bytes), 0, ...piece(corpus[random(corpus.length)])),
    (bytes) => bytes.splice(somewhere(bytes), random(8), ...piece(corpus[random(corpus.length)])),
    (bytes) => {
      const at = random(bytes.length || 1);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
    },
  ];
  return (input) => {
    const bytes = [...input];
    for (let left = 1 + random(6); left; left--) {
      ways[random(ways.length)](bytes);
    }
    return bytes.slice(0, longest);
  };
}
