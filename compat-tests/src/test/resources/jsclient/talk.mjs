// A channel under test, in whatever a browser runs it in: it says as many numbered messages as it is asked for, counts those
// that it hears, and writes down what else happens.
import { Tally, message, numberOf } from './tally.mjs';

const BUFFERED = 16384;

export class Talk {
  /** `saved`: what another page's talk was when it was left. */
  constructor(Bowline, channel, options, saved) {
    const { down, sent = 0, asked = 0, heard = [] } = saved || {};
    this.down = new Tally(down);
    this.sent = sent;
    this.asked = asked;
    this.heard = heard;
    this.unacknowledged = [];
    this.channel = new Bowline(channel, options);
    this.channel.binaryType = 'arraybuffer';
    this.channel.onmessage = (it) => this.down.counts(it.data);
    for (const type of ['open', 'transport', 'detached', 'resumed', 'reset', 'gap', 'error', 'close']) {
      this.channel.addEventListener(type, (it) => {
        this.heard.push(type + (type === 'transport' ? ' ' + it.transport : type === 'close' ? ' ' + it.code : ''));
        if (type === 'reset') {
          this.unacknowledged = it.messages.map(numberOf);
        }
      });
    }
    this.#sends();
  }

  asks(messages) {
    this.asked += messages;
  }

  /** What may be known of it, as plain data. */
  state() {
    const { down, sent, asked, heard, unacknowledged, channel } = this;
    const { transport, readyState, bufferedAmount } = channel;
    return { down, sent, asked, heard, unacknowledged, transport, readyState, bufferedAmount };
  }

  #sends() {
    while (this.channel.readyState === 1 && this.sent < this.asked && this.channel.bufferedAmount < BUFFERED) {
      this.channel.send(message(this.sent++));
    }
    setTimeout(() => this.#sends(), 4);
  }
}
