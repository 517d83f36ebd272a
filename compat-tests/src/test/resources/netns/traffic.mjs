// The clients' end in a namespace: a channel for each lane, numbered messages at a steady pace, and figures when asked.
// Orders come by lines: "mark" begins a new measure of silence, "rest" stops the sending, "report" only asks.
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { Tally, message } from '../jsclient/tally.mjs';

const PACE = 20;
const BUFFERED = 65536;

const plan = JSON.parse(process.argv[2]);
const { WebSocket } = await import(pathToFileURL(plan.ws));
let resting = false;

class Lane {
  down = new Tally();
  sent = 0;
  heardAt = 0;
  silence = 0;
  heard = { detached: 0, resumed: 0, reset: 0, gap: 0, error: 0, close: 0 };
  transports = [];

  constructor(Bowline, url, transports) {
    // Short times, so that what is dead is noticed in seconds; and better transports are looked for again soon.
    this.channel = new Bowline(url, {
      transports,
      connectTimeout: 2000,
      backoff: 50,
      maxBackoff: 1000,
      probes: [1000, 5000],
      remember: 5000,
      environment: { WebSocket },
    });
    this.channel.binaryType = 'arraybuffer';
    for (const type of Object.keys(this.heard)) {
      this.channel.addEventListener(type, () => this.heard[type]++);
    }
    this.channel.addEventListener('transport', (it) => this.transports.push(it.transport));
    this.channel.onmessage = (it) => {
      this.endsSilence();
      this.down.counts(it.data);
    };
  }

  sends() {
    if (this.channel.readyState === 1 && this.channel.bufferedAmount < BUFFERED) {
      this.channel.send(message(this.sent++));
    }
  }

  endsSilence() {
    const now = performance.now();
    this.silence = Math.max(this.silence, now - this.heardAt);
    this.heardAt = now;
  }

  marks() {
    this.heardAt = performance.now();
    this.silence = 0;
  }

  report() {
    const { sent, heard, transports, channel } = this;
    const { received, repeated, disordered, damaged } = this.down;
    const silence = Math.round(this.silence);
    const buffered = channel.bufferedAmount;
    return { sent, received, repeated, disordered, damaged, silence, buffered, transports, ...heard };
  }
}

const lanes = {};
for (const [name, transports] of Object.entries(plan.lanes)) {
  const url = plan.server + '/' + name;
  const script = await (await fetch(url + '/bowline.min.js')).text();
  const { Bowline } = await import('data:text/javascript,' + encodeURIComponent(script));
  lanes[name] = new Lane(Bowline, url, transports);
}
setInterval(() => {
  if (!resting) {
    Object.values(lanes).forEach((lane) => lane.sends());
  }
}, PACE);

createInterface({ input: process.stdin }).on('line', (order) => {
  if (order === 'mark') {
    Object.values(lanes).forEach((lane) => lane.marks());
  }
  resting ||= order === 'rest';
  console.log(JSON.stringify(Object.fromEntries(Object.entries(lanes).map(([name, lane]) => [name, lane.report()]))));
});
