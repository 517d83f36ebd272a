/**
 * The way up in the model of the server: messages from the client are accepted in order, from frames or posted batches,
 * handled one after the other, and acknowledged. What may not be goes to the session's `violations`.
 */
import { sizeOf } from './wire.mjs';

const LONGEST_POST = 25000;
const MOST_POSTS = 8;

export class ModelInbox {
  /** Everything that was accepted, in order. */
  received = [];
  handled = 0;
  /** The highest acknowledgement that any reply or frame has told, and when the oldest of the others was handled. */
  told = 0;
  handledAt = Infinity;
  /** Up to here no connection owes an acknowledgement, and how far messages have come over connections. */
  settled = 0;
  came = 0;
  busy = false;
  /** Posts whose reply waits for the application. */
  held = [];

  constructor(session) {
    this.session = session;
  }

  get accepted() {
    return this.received.length;
  }

  /** The number to acknowledge now. */
  tell() {
    this.told = this.settled = this.handled;
    this.handledAt = Infinity;
    return this.handled;
  }

  /** The same in the reply to a post. If that is lost, nobody asks for more than the post has brought. */
  tellTo(post) {
    return this.handled <= post.brought && this.came <= this.settled ? this.tell() : (this.told = this.handled);
  }

  /** Whether a connection has to be told on its own. */
  get owes() {
    const { acknowledgeAfter, receive } = this.session.terms;
    const half = (this.handled - this.told) * 2 >= receive.messages;
    return half || this.session.now() >= this.handledAt + acknowledgeAfter;
  }

  accept(message) {
    this.received.push(message);
    const open = this.received.slice(this.told);
    const bytes = open.reduce((sum, one) => sum + sizeOf(one), 0);
    const { messages, bytes: most } = this.session.terms.receive;
    if (open.length > messages || (open.length > 1 && bytes > most)) {
      this.session.violations.push(`message ${this.accepted} is beyond the window, told ${this.told}`);
    }
  }

  /** The client states the number of the next message on this connection. */
  stated(connection, number) {
    if (!(number >= Math.max(connection.next, 1) && number <= this.accepted + 1)) {
      this.session.violations.push(`n${number} at ${connection.next}, accepted ${this.accepted}`);
    }
    connection.next = number;
  }

  /** A message has come over a WebSocket. */
  framed(connection, message) {
    if (!connection.next) {
      this.session.violations.push('a message before its position');
    }
    const number = connection.next++;
    this.came = Math.max(this.came, number);
    if (number <= this.accepted) {
      this.settled = Math.min(this.settled, number - 1);
      // It has not heard of our acknowledgement.
      this.handledAt = Math.min(this.handledAt, this.session.now());
    } else if (!this.session.closed) {
      this.accept(message);
      this.deliver();
    }
  }

  deliver() {
    while (!this.busy && this.session.handles && this.handled < this.accepted) {
      this.busy = true;
      let done = true;
      let well = true;
      try {
        done = this.session.application.message(this.received[this.handled]);
      } catch {
        well = false;
      }
      if (done) {
        this.finish(well);
      }
    }
  }

  /** The application is done with the message that it has in hand. */
  finish(well) {
    if (this.busy) {
      this.busy = false;
      if (well) {
        this.handled++;
        this.handledAt = Math.min(this.handledAt, this.session.now());
        this.answer((post) => this.handled >= post.until);
        this.session.acknowledgeIfDue();
        this.deliver();
      } else {
        this.session.failed = true;
        this.session.expire(1011);
      }
    }
  }

  /** A batch that is not ahead; `reply(status, type, data)` is called once, now or later. */
  post({ seq, close, messages }, reply) {
    const before = this.accepted;
    messages.forEach((message, i) => seq + i === this.accepted + 1 && this.accept(message));
    const brought = this.accepted > before ? this.accepted : 0;
    this.held.push({ reply, close, brought, until: this.accepted, since: this.session.now() });
    this.deliver();
    this.answer((post) => this.handled >= post.until);
    if (this.held.length > MOST_POSTS) {
      this.answer((post) => post === this.held[0]);
    }
  }

  answer(due) {
    const ready = this.held.filter(due);
    this.held = this.held.filter((post) => ready.indexOf(post) < 0);
    for (const post of ready) {
      post.reply(200, 'a', this.tellTo(post));
      if (post.close) {
        this.session.closedByClient({ code: post.close, reason: '' });
      }
    }
  }

  /** The session closes while the application is still at it. */
  end({ code, reason }) {
    const held = this.held;
    this.held = [];
    for (const post of held) {
      post.reply(410, 'c', { code, reason });
    }
  }

  tick() {
    this.answer((post) => this.session.now() >= post.since + LONGEST_POST);
  }
}
