// Many channels in one process, each with numbered messages both ways at an easy pace. The plan comes as JSON; for each
// channel that is closed a line of figures is said on standard output.
import { pathToFileURL } from 'node:url';
import { Tally, message } from './tally.mjs';

const PACE = 40;
const BURST = 5;
/** So many channels are open at the same time. */
const AT_ONCE = 50;
/** How far a channel runs ahead of what it hears. */
const AHEAD = 60;
/** The client gives a post 35 seconds; so long would no test wait. */
const LONGEST = 3000;

const plan = JSON.parse(process.argv[2]);
const script = await (await fetch('http://127.0.0.1:' + plan.port + '/channel/bowline.min.js')).text();
const { Bowline } = await import('data:text/javascript,' + encodeURIComponent(script));
const { WebSocket } = await import(pathToFileURL(plan.ws));
const environment = { fetch, WebSocket, setTimeout: (callback, ms) => setTimeout(callback, ms === 35000 ? LONGEST : ms) };
const options = {
  headStart: 300,
  connectTimeout: 1500,
  backoff: 30,
  maxBackoff: 400,
  probes: [600],
  remember: 0,
  closeTimeout: 30000,
  environment,
};

class Lane {
  down = new Tally();
  heard = { transport: [], detached: 0, resumed: 0, reset: 0, gap: 0, error: 0 };
  sent = 0;
  ends = false;

  constructor(lane, { port, transports }) {
    const channel = new Bowline('http://127.0.0.1:' + port + '/channel', { ...options, transports });
    this.channel = channel;
    channel.binaryType = 'arraybuffer';
    channel.onopen = () => channel.send('lane ' + lane);
    channel.onmessage = (it) => {
      if (it.data === 'end') {
        this.ends = true;
      } else {
        this.down.counts(it.data);
      }
    };
    for (const type of Object.keys(this.heard)) {
      channel.addEventListener(type, (it) => {
        if (type === 'transport') {
          this.heard.transport.push(it.transport);
        } else {
          this.heard[type]++;
        }
      });
    }
    channel.onclose = ({ code, wasClean }) => {
      starts();
      console.log(JSON.stringify({ lane, ...this.down.figures(plan.messages), ...this.heard, code, wasClean }));
    };
  }

  goesOn() {
    const { channel, down } = this;
    if (channel.readyState !== 1) {
      return;
    }
    const until = Math.min(plan.messages, down.received + AHEAD, this.sent + BURST);
    while (this.sent < until) {
      channel.send(message(this.sent++));
    }
    if (this.ends && !channel.bufferedAmount) {
      channel.close();
    }
  }
}

const lanes = [];

function starts() {
  if (lanes.length < plan.lanes.length) {
    lanes.push(new Lane(lanes.length, plan.lanes[lanes.length]));
  }
}

for (let i = 0; i < AT_ONCE; i++) {
  starts();
}
setInterval(() => lanes.forEach((it) => it.goesOn()), PACE);
