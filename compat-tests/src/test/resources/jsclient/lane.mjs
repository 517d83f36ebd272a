// Many channels in one process or page, each with numbered messages both ways at an easy pace.
import { Tally, message } from './tally.mjs';

const PACE = 40;
const BURST = 5;
/** So many channels are open at the same time. */
const AT_ONCE = 50;
/** How far a channel runs ahead of what it hears. */
const AHEAD = 60;
/** The client gives a post 35 seconds and more for its length; so long would no test wait. */
const LONGEST = 35000;
const LONGEST_HERE = 3000;

const OPTIONS = {
  headStart: 300,
  connectTimeout: 1500,
  backoff: 30,
  maxBackoff: 400,
  probes: [600],
  remember: 0,
  closeTimeout: 30000,
};

class Lane {
  down = new Tally();
  heard = { transport: [], detached: 0, resumed: 0, reset: 0, gap: 0, error: 0 };
  sent = 0;
  expected = 0;
  ends = false;

  constructor(number, Bowline, options, messages, ended) {
    const channel = new Bowline('http://127.0.0.1:' + options.port + '/channel', options);
    this.messages = messages;
    this.channel = channel;
    channel.binaryType = 'arraybuffer';
    channel.onopen = () => channel.send('lane ' + number);
    channel.onmessage = (it) => {
      if (/^end /.test(it.data)) {
        this.ends = true;
        this.expected = +it.data.slice(4);
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
      const { sent, heard, down } = this;
      ended({ lane: number, sent, ...down.figures(this.expected), ...heard, code, wasClean });
    };
  }

  goesOn() {
    const { channel, down } = this;
    if (channel.readyState !== 1) {
      return;
    }
    const until = Math.min(this.messages, down.received + AHEAD, this.sent + BURST);
    while (!this.ends && this.sent < until) {
      channel.send(message(this.sent++));
    }
    if (this.ends && !channel.bufferedAmount) {
      channel.close();
    }
  }
}

/** Runs them all; `ended` gets what became of each. Without `messages` they go on until they are told to end. */
export function runs({ messages = Infinity, lanes }, Bowline, engine, ended) {
  const environment = {
    ...engine,
    setTimeout: (callback, ms) => setTimeout(callback, ms < LONGEST ? ms : ms - LONGEST + LONGEST_HERE),
  };
  const started = [];

  function starts() {
    const number = started.length;
    if (number < lanes.length) {
      const options = { ...OPTIONS, ...lanes[number], environment };
      started.push(
        new Lane(number, Bowline, options, messages, (figures) => {
          starts();
          ended(figures);
        }),
      );
    }
  }

  for (let i = 0; i < AT_ONCE; i++) {
    starts();
  }
  setInterval(() => started.forEach((it) => it.goesOn()), PACE);
}
