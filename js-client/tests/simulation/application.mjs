/**
 * The server's application of a history: it finishes with messages at once or when it is told to, answers from within
 * the callback, and goes on sending when there is room again.
 */
import { content, same, show } from './messages.mjs';

export class Application {
  /** Messages that the session took, dropped ones included. */
  spoken = [];
  received = 0;
  failed = false;
  closedItself = false;
  inHand = false;
  waiting = [];
  slow = 0;
  answers = 0;
  calls = 0;
  throws = false;
  server;

  /** `sent(n)` is what the client has sent as message n. */
  constructor(verdict, sent) {
    Object.assign(this, { verdict, sent });
  }

  send(size, form) {
    this.append(size, form);
    this.server.wake();
  }

  append(size, form) {
    this.waiting.push([size, form]);
    this.room();
  }

  /** There may be room for what waits. */
  room() {
    while (this.waiting.length) {
      const message = content('d', this.spoken.length + 1, this.waiting[0][0], this.waiting[0][1]);
      // It may be delivered, dropped or answered from within.
      this.spoken.push(message);
      const outcome = this.server.append(message.binary, message.text);
      if (outcome !== 'taken') {
        this.spoken.pop();
      }
      if (outcome === 'no room') {
        return;
      }
      this.waiting.shift();
    }
  }

  /** Takes a message; returns whether it has finished with it. */
  message(binary, text) {
    const number = ++this.received;
    const expected = this.sent(number);
    this.verdict.check(!this.inHand, 'a message while the one before is being handled');
    this.verdict.check(
      same({ binary, text }, expected),
      () => `the server's application got ${show({ text })} as message ${number}, which is ${show(expected)}`,
    );
    this.called();
    this.inHand = !!this.slow && number % this.slow === 0;
    return !this.inHand;
  }

  /** Something was told to it, a message or else; it may answer, or throw. */
  called() {
    if (this.throws) {
      this.throws = false;
      this.failed = true;
      throw new Error('the application failed on purpose');
    }
    if (this.answers && ++this.calls % this.answers === 0) {
      this.send(3, 'text');
    }
  }

  /** Finishes with the message that it has in hand. */
  finish(well) {
    if (this.inHand) {
      this.inHand = false;
      this.failed = this.failed || !well;
      this.server.finish(well);
    }
  }

  close(code) {
    this.closedItself = true;
    this.server.close(code);
  }

  closed() {
    this.waiting = [];
  }
}
