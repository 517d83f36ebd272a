// Numbered messages both ways, with something that happens in the middle. The plan comes as JSON; what is said on standard
// output is: "cut" for please cut the line, "moved" when the session goes on, "done" with the figures.
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { Network } from './network.mjs';
import { Tally, message } from './tally.mjs';

const AHEAD = 400;
const BUFFERED = 16384;

const plan = JSON.parse(process.argv[2]);
const { from, to, messages, event } = plan;
const script = await (await fetch(plan.channel + '/bowline.min.js')).text();
const { Bowline } = await import('data:text/javascript,' + encodeURIComponent(script));
const needsWebSocket = from === 'websocket' || to === 'websocket';
const { WebSocket } = needsWebSocket ? await import(pathToFileURL(plan.ws)) : {};
const network = new Network({ fetch, WebSocket });
const orders = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

// A session moves up by itself to what is preferred; down it goes when what it has breaks.
const movesUp = event === 'switch' && from !== to && to !== 'polling';
const transports = from === to ? [to] : movesUp ? [to, from] : [from, to];
if (from !== to) {
  network.blocked.add(to);
}

const channel = new Bowline(plan.channel, {
  transports,
  probes: [100],
  backoff: 20,
  environment: network.environment,
});
channel.binaryType = 'arraybuffer';

const down = new Tally();
const heard = { transport: [], detached: 0, resumed: 0, reset: 0, gap: 0, error: 0 };
let sent = 0;
let moved = false;
for (const type of Object.keys(heard)) {
  channel.addEventListener(type, (it) => {
    if (type === 'transport') {
      heard.transport.push(it.transport);
    } else {
      heard[type]++;
    }
  });
}
channel.onopen = () => {
  if (!movesUp) {
    network.blocked.delete(to);
  }
  sends();
};
channel.onmessage = (it) => {
  down.counts(it.data);
  if (down.received === messages / 2) {
    happens();
  }
};
channel.onclose = (it) => {
  console.log('done ' + JSON.stringify({ ...down.figures(messages), ...heard, code: it.code, wasClean: it.wasClean }));
  process.exit();
};

function sends() {
  const until = moved ? messages : Math.min(down.received + AHEAD, plan.until);
  while (sent < until && channel.bufferedAmount < BUFFERED) {
    channel.send(message(sent++));
  }
  if (sent === messages && down.received === messages && channel.bufferedAmount === 0) {
    channel.close();
  } else {
    setTimeout(sends, 2);
  }
}

async function happens() {
  // Before anything happens: the next connection may be there before we have heard that the last one was cut.
  const before = network.opened[to];
  if (event === 'cut') {
    if (from !== to) {
      network.blocked.add(from);
    }
    console.log('cut');
    await orders.next();
  }
  if (event === 'switch') {
    if (from === to) {
      network.says('online');
    } else if (movesUp) {
      network.blocked.delete(to);
    } else {
      network.breaks(from);
    }
  }
  const watch = setInterval(() => {
    if (channel.transport === to && network.opened[to] > before) {
      clearInterval(watch);
      moved = true;
      console.log('moved ' + sent + ' ' + down.received);
    }
  }, 5);
}
