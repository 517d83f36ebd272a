// Two topics and what is said directly, with something that happens in the middle. The plan comes as JSON; what is said on
// standard output is: "broken" when the line is and the session is to be forgotten, "moved" when the session goes on over
// another transport, "done" with the figures.
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { Network } from './network.mjs';
import { Tally } from './tally.mjs';

const plan = JSON.parse(process.argv[2]);
const { from, to, messages, event } = plan;
const load = async (name) => {
  const script = await (await fetch(plan.channel + '/' + name)).text();
  return import('data:text/javascript,' + encodeURIComponent(script));
};
const { Bowline } = await load('bowline.min.js');
const { topics } = await load('bowline.topics.min.js');
const { WebSocket } = await import(pathToFileURL(plan.ws));
const network = new Network({ fetch, WebSocket });
const orders = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

if (from !== to) {
  network.blocked.add(to);
}
const channel = new Bowline(plan.channel, {
  transports: [...new Set([from, to])],
  backoff: 20,
  maxBackoff: 50,
  environment: network.environment,
});
channel.binaryType = 'arraybuffer';

// Over a switch, the order of everything counts. Topics that are subscribed to anew come one after the other.
const all = new Tally();
const tallies = event === 'switch' ? [all, all, all] : [new Tally(), new Tally(), new Tally()];
const heard = { reset: 0, gap: 0, error: 0, incomplete: 0, refused: 0 };
for (const type of ['reset', 'gap', 'error']) {
  channel.addEventListener(type, () => heard[type]++);
}
let received = 0;
const counts = (tally, data) => {
  tally.counts(data);
  if (++received === plan.when) {
    happens();
  }
  if (received === messages) {
    channel.close();
  }
};
['a', 'b'].forEach((name, index) =>
  topics(channel).subscribe(name, (it) => counts(tallies[index], it.data), {
    onsubscribed: (it) => (heard.incomplete += it.complete ? 0 : 1),
    onrefused: () => heard.refused++,
  }),
);
channel.onmessage = (it) => counts(tallies[2], it.data);
channel.onopen = () => {
  network.blocked.delete(to);
  // Behind the subscriptions.
  setTimeout(() => channel.send('begin'));
};
channel.onclose = () => {
  const figures = [...new Set(tallies)].map(({ repeated, disordered, damaged }) => [repeated, disordered, damaged]);
  const distinct = [...new Set(tallies)].flatMap((it) => it.seen.filter((seen) => seen)).length;
  console.log('done ' + JSON.stringify({ received, distinct, figures, ...heard, transport: plan.to }));
  process.exit();
};

async function happens() {
  if (event === 'switch') {
    network.breaks(from);
    const watch = setInterval(() => {
      if (channel.transport === to) {
        clearInterval(watch);
        console.log('moved');
      }
    }, 5);
    return;
  }
  network.breaks(from);
  console.log('broken');
  await orders.next();
  network.blocked.delete(from);
}
