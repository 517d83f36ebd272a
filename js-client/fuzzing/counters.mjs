/**
 * Coverage for the fuzzer: a call in every branch of a script. Branches are bodies of functions and statements, both
 * arms of a condition, and what a logical operator may skip.
 */
import { parse } from 'acorn';

/** Which node's children are branches, by their names. */
const BRANCHES = {
  IfStatement: ['consequent', 'alternate'],
  ForStatement: ['body'],
  ForInStatement: ['body'],
  ForOfStatement: ['body'],
  WhileStatement: ['body'],
  DoWhileStatement: ['body'],
  FunctionDeclaration: ['body'],
  FunctionExpression: ['body'],
  ArrowFunctionExpression: ['body'],
  ConditionalExpression: ['consequent', 'alternate'],
  LogicalExpression: ['right'],
};

/** The script with `hit(n)` at the beginning of its n-th branch, and how many branches there are. */
export function withCounters(script) {
  const insertions = [];
  let branches = 0;

  function mark(node) {
    const hit = `hit(${branches++})`;
    if (node.type === 'BlockStatement') {
      insertions.push([node.start + 1, 1, `${hit};`]);
    } else if (/Statement$|Declaration$/.test(node.type)) {
      insertions.push([node.start, 1, `{${hit};`], [node.end, 0, '}']);
    } else {
      insertions.push([node.start, 1, `(${hit},`], [node.end, 0, ')']);
    }
  }

  function visit(node) {
    for (const [name, child] of Object.entries(node)) {
      for (const one of Array.isArray(child) ? child : [child]) {
        if (one && typeof one.type === 'string') {
          if (BRANCHES[node.type]?.includes(name)) {
            mark(one);
          }
          visit(one);
        }
      }
    }
  }

  visit(parse(script, { ecmaVersion: 'latest', sourceType: 'script' }));
  // At one place what ends comes before what begins; of two that end there, the inner one was found later.
  const order = insertions.map((insertion, index) => [...insertion, index]);
  order.sort((a, b) => a[0] - b[0] || a[1] - b[1] || (a[1] ? a[3] - b[3] : b[3] - a[3]));
  let text = '';
  let at = 0;
  for (const [place, , insertion] of order) {
    text += script.slice(at, place) + insertion;
    at = place;
  }
  return { text: text + script.slice(at), branches };
}

/** Which branches were run after which, and how often, in steps of a factor of 2. */
export class Coverage {
  #pairs = new Map();
  #seen = new Map();
  #reached = new Set();
  #before = -1;

  /** To be called in each branch, with numbers that no other branch has. */
  hit = (branch) => {
    const pair = this.#before * 65536 + branch;
    this.#pairs.set(pair, (this.#pairs.get(pair) ?? 0) + 1);
    this.#before = branch;
  };

  /** Ends a run: returns how much of it has never been seen before. */
  end() {
    let found = 0;
    for (const [pair, times] of this.#pairs) {
      const step = 1 << Math.min(7, Math.floor(Math.log2(times)));
      const seen = this.#seen.get(pair) ?? 0;
      if (!(seen & step)) {
        this.#seen.set(pair, seen | step);
        this.#reached.add(pair & 65535);
        found++;
      }
    }
    this.#pairs.clear();
    this.#before = -1;
    return found;
  }

  /** How many branches have been run. */
  get branches() {
    return this.#reached.size;
  }

  /** How many pairs of branches, times steps, have been run. */
  get features() {
    let features = 0;
    for (let steps of this.#seen.values()) {
      for (; steps; steps &= steps - 1) {
        features++;
      }
    }
    return features;
  }
}
