/**
 * Histories drawn from seeds, with what only this client has: Blobs that are still being read, other tabs, sessions that
 * are forgotten, networks that change. Chance is here and nowhere else. The histories that all interpreters share are drawn by the server's
 * tests.
 */
import { FORMS } from './messages.mjs';
import { random } from '../support/random.mjs';

const KINDS = ['websocket', 'sse', 'polling'];
const FATES = ['arrives', 'arrives', 'arrives', 'arrives', 'arrives', 'arrives', 'arrives', 'lost', 'repeated'];
const ENDS = ['client', 'server', 'both'];
/** What ends a session, if anything, comes once, somewhere in the history. */
const TROUBLES = [
  ...[undefined, undefined, undefined, ['client.close', 'line'], ['client.close', 'post'], ['server.close', 4900]],
  ...[['server.close', 4900], ['server.expire', 4408], ['server.expire', 4429], ['server.forget'], ['server.stolen']],
];

/** Weights and events; an event's arguments are drawn anew each time. */
const events = ({ below, chance, pick }) => {
  const index = () => (chance(0.5) ? 0 : below(5));
  const size = () => (chance(0.1) ? 90 : below(16));
  const form = () => pick(FORMS);
  return [
    [12, () => ['client.send', size(), form()]],
    [1, () => ['client.blob', size(), form()]],
    [2, () => ['client.read', chance(0.3) ? 'fails' : 'ok']],
    [10, () => ['server.send', size(), form()]],
    [14, () => ['line.up', index()]],
    [22, () => ['line.down', index()]],
    [3, () => ['line.partial', index(), 1 + below(60)]],
    [14, () => ['flight', index(), pick(FATES)]],
    [2, () => ['line.dies', index(), pick(ENDS)]],
    [1, () => ['line.written', index()]],
    [8, () => ['client.attach', pick(KINDS)]],
    [1, () => ['client.moves', pick(KINDS)]],
    [2, () => ['client.probe']],
    [2, () => ['client.adopt']],
    [1, () => ['line.stalls', index()]],
    [2, () => ['line.goes', index()]],
    [4, () => ['server.handle', 'ok']],
    [1, () => ['server.slow', below(4)]],
    [1, () => ['server.reply', below(5)]],
    [0.3, () => ['server.reconnect', below(50)]],
    [0.3, () => ['server.cut']],
    [0.3, () => ['client.reload']],
    [0.3, () => ['network.changes', pick(KINDS)]],
    [16, () => ['time', pick([0, 1, 40, 300, 1100])]],
    [0.5, () => ['time', below(30000)]],
    [8, () => ['timer', 'due']],
  ];
};

/** The history of a seed. */
export function generate(seed) {
  const dice = random(seed);
  const { below, pick, next } = dice;
  const terms = {
    receive: { messages: 2 + below(8), bytes: 30 + below(200) },
    send: { messages: 2 + below(10), bytes: 30 + below(300) },
    overflow: pick(['drop', 'drop', 'hold', 'close']),
  };
  const choices = events(dice);
  const total = choices.reduce((sum, [weight]) => sum + weight, 0);
  const drawn = [];
  for (let length = 50 + below(151); length > 0; length--) {
    let at = next() * total;
    drawn.push(choices.find(([weight]) => (at -= weight) < 0)[1]());
  }
  const trouble = pick(TROUBLES);
  if (trouble) {
    drawn.splice(below(drawn.length), 0, trouble);
  }
  return { seed, clock: 1000, opens: pick(KINDS), terms, events: drawn };
}
