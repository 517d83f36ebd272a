/**
 * The server's half of a session as the protocol describes it: no I/O, no clock, no thought of being fast. It answers
 * what a server would answer and keeps in `violations` what no client may do.
 *
 * A connection is `{ number, kind, live, send(type, data), end(code) }`: `send` takes records as they are on the wire,
 * `end` ends it after what was sent, with the close code of a WebSocket or the status of a reply.
 */
export class ModelServer {
  violations = [];
  /** What the application got, in order. */
  received = [];
  /** Number of the newest attach. */
  newest = 1;
  connection = null;
  /** What was sent; index n - 1 holds message n, or undefined when it was dropped. */
  log = [];
  released = 0;
  /** The position of the connection attached, or attached last. */
  position = 0;
  accepted = 0;
  handled = 0;
  /** The highest acknowledgement that any reply or frame has told. */
  told = 0;
  /** Posts whose reply waits for the application. */
  held = [];
  /** Set once by whichever close comes first: `{ code, reason, drains }`. */
  closed = null;
  gone = false;

  constructor({ receive, send, maxBatch, transports }) {
    Object.assign(this, { window: receive, limits: { receive, send, maxBatch, transports } });
  }

  info(next) {
    return {
      ...{ session: 'token', id: 'id', resumed: this.newest > 1, heartbeat: 20000, resumeTimeout: 120000, wait: 25000 },
      ...{ maxMessage: 65536, ack: this.tell(), next, ...this.limits },
    };
  }

  tell() {
    this.told = this.handled;
    return this.handled;
  }

  // The application.

  send(message) {
    if (!this.closed) {
      this.log.push(message);
      this.flush();
    }
  }

  /** The application finishes with what it got, up to a number. */
  handle(number) {
    this.handled = Math.max(this.handled, Math.min(number, this.accepted));
    this.held = this.held.filter((post) => {
      if (this.handled < post.until) {
        return true;
      }
      this.answer(post);
      return false;
    });
  }

  /** A post has waited long enough. */
  releaseHeld() {
    const post = this.held.shift();
    if (post) {
      this.answer(post);
    }
  }

  answer(post) {
    post.reply(200, 'a', this.tell());
    if (post.close && !this.closed) {
      this.closed = { code: post.close, reason: '', drains: false };
      this.over();
    }
  }

  /** An overflow policy drops what is oldest and not acknowledged. */
  drop(count) {
    for (let i = this.released; i < Math.min(this.released + count, this.log.length); i++) {
      this.log[i] = undefined;
    }
  }

  close(code, reason) {
    if (!this.closed) {
      this.closed = { code, reason, drains: true };
      this.flush();
    }
  }

  /** Ends the session at once, as a timeout or an overflow does. */
  expire(code) {
    this.closed ??= { code, reason: '', drains: false };
    this.over();
  }

  /** Forgets the session. */
  forget() {
    this.expire(4408);
    this.gone = true;
  }

  over() {
    const connection = this.connection;
    this.connection = null;
    if (connection) {
      connection.live = false;
      connection.send('c', { code: this.closed.code, reason: this.closed.reason });
      connection.end(this.closed.code);
    }
  }

  // Connections.

  flush() {
    const connection = this.connection;
    while (connection && this.position < this.log.length) {
      let number = this.position + 1;
      if (this.log[number - 1] !== undefined) {
        connection.send('m', this.log[number - 1]);
      } else {
        while (number < this.log.length && this.log[number] === undefined) {
          number++;
        }
        connection.send('g', { from: this.position + 1, to: number });
      }
      this.position = number;
    }
    if (connection && this.closed && this.closed.drains && this.position === this.log.length) {
      this.over();
    }
  }

  /** Refuses with what the wire has for it. */
  refuse(connection, code, reason = '') {
    connection.send(this.closed && code === this.closed.code ? 'c' : 'e', { code, reason });
    connection.end(code);
  }

  attach(connection, number, ack) {
    if (this.gone) {
      this.refuse(connection, 4404);
    } else if (this.closed && !(this.closed.drains && this.released < this.log.length)) {
      this.refuse(connection, this.closed.code, this.closed.reason);
    } else if (number < this.newest) {
      this.refuse(connection, 4409, 'late');
    } else if (ack > this.log.length || ack < this.released) {
      // Late copies of a request are the network's doing, not the client's.
      if (!connection.copy && ack > this.log.length) {
        this.violations.push(`attach ${number} acknowledges ${ack} of ${this.log.length}`);
      }
      this.refuse(connection, 4400, 'position');
    } else {
      const old = this.connection;
      if (old) {
        old.live = false;
        if (number > this.newest) {
          old.send('e', { code: 4409, reason: 'superseded' });
        }
        // By an equal number, a repeated request, its end says nothing.
        old.end(number > this.newest ? 4409 : 1001);
      }
      this.newest = number;
      connection.live = true;
      // Where the client stands on it; unknown before its first `n`.
      connection.next = 0;
      this.connection = connection;
      this.position = ack;
      this.release(ack);
      if (connection.kind !== 'polling') {
        connection.send('s', this.info(ack + 1));
      }
      this.flush();
    }
  }

  /** The connection is seen to be dead. */
  detach(connection) {
    if (connection === this.connection) {
      connection.live = false;
      this.connection = null;
    }
  }

  release(number) {
    this.released = Math.max(this.released, Math.min(number, this.position));
  }

  accept(message) {
    this.accepted++;
    this.received.push(message);
    const open = this.received.slice(this.told);
    const bytes = open.reduce((sum, one) => sum + Buffer.byteLength(one), 0);
    if (open.length > this.window.messages || (open.length > 1 && bytes > this.window.bytes)) {
      this.violations.push(`message ${this.accepted} beyond the window, told ${this.told}`);
    }
  }

  /** A frame of a WebSocket. */
  frame(connection, type, data) {
    if (type === 't') {
      const { attach, ack } = JSON.parse(data);
      connection.number = attach;
      this.attach(connection, attach, ack);
    } else if (!connection.live || (this.closed && type !== 'a')) {
      return;
    } else if (type === 'n') {
      if (!(+data >= Math.max(connection.next, 1) && +data <= this.accepted + 1)) {
        this.violations.push(`n${data} at ${connection.next}, accepted ${this.accepted}`);
      }
      connection.next = +data;
    } else if (type === 'm') {
      if (!connection.next) {
        this.violations.push('a message before its position');
      }
      if (connection.next === this.accepted + 1) {
        this.accept(data);
      }
      connection.next++;
    } else if (type === 'a') {
      this.acknowledge(+data);
    } else if (type === 'c') {
      this.closed = { ...JSON.parse(data), drains: false };
      this.connection = null;
      connection.live = false;
      connection.end(this.closed.code);
    } else {
      this.violations.push(`frame ${type}`);
    }
  }

  acknowledge(number) {
    if (!(number <= this.log.length)) {
      this.violations.push(`acknowledges ${number} of ${this.log.length}`);
    }
    this.release(number);
    this.flush();
  }

  /** A post; `reply(status, type, data)` is called once, now or later. */
  post(query, messages, reply) {
    const parameters = new URLSearchParams(query);
    const ack = +parameters.get('ack');
    const seq = +parameters.get('seq');
    const close = +parameters.get('close');
    if (this.gone) {
      reply(404, 'e', { code: 4404, reason: '' });
    } else if (this.closed && (!this.closed.drains || seq || close)) {
      reply(410, 'c', { code: this.closed.code, reason: this.closed.reason });
    } else if (seq > this.accepted + 1) {
      this.acknowledge(ack);
      reply(409, 'a', this.accepted);
    } else {
      this.acknowledge(ack);
      for (let i = 0; i < messages.length; i++) {
        if (seq + i === this.accepted + 1) {
          this.accept(messages[i]);
        }
      }
      const post = { reply, close, until: this.accepted };
      if (this.handled >= post.until) {
        this.answer(post);
      } else {
        this.held.push(post);
      }
      if (this.held.length > 8) {
        this.releaseHeld();
      }
    }
  }
}
