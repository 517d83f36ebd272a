/** The XMLHttpRequest of a history's engine: it reads what the network gives it. */
import { decoder } from './messages.mjs';

/** The engine's request: what it reads of the reply, as it is told. */
export class Exchange {
  readyState = 0;
  status = 0;
  responseText = '';
  onreadystatechange = null;

  constructor(network) {
    this.network = network;
    this.decode = decoder();
  }

  open(method, url) {
    this.method = method;
    this.url = url;
  }

  setRequestHeader(name, value) {
    if (name === 'Accept') {
      this.stream = value === 'text/event-stream';
    }
  }

  getResponseHeader(name) {
    return name === 'Content-Type' ? 'text/event-stream; charset=utf-8' : null;
  }

  send(body) {
    this.network.requested(this, body);
  }

  abort() {
    this.aborted = true;
    if (this.line) {
      this.line.leave();
    }
  }

  begin(status) {
    this.status = status;
    this.change(2);
    this.change(3);
  }

  chunk(bytes) {
    this.responseText += this.decode(bytes);
    this.change(3);
  }

  finish() {
    this.change(4);
  }

  /** The engine hears of a network error. */
  fail() {
    this.status = 0;
    this.responseText = '';
    this.change(4);
  }

  change(state) {
    if (!this.aborted && this.readyState < 4) {
      this.readyState = state;
      this.onreadystatechange();
    }
  }
}
