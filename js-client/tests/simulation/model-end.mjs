/** The server's end of a history, played by the model. The joint simulation puts the real server here. */
import { messageOf, payloadOf } from './messages.mjs';
import { ModelServer } from './model-server.mjs';
import { LinkedConnection, event, fromUtf8, parameters, post, record } from './wire.mjs';

/** The code of a connection that merely broke. */
const DEAD = 1006;

export class ModelEnd {
  constructor(terms, application, now) {
    this.model = new ModelServer(
      terms,
      {
        message: (payload) => {
          const { binary, text } = messageOf(payload);
          return application.message(binary, text);
        },
        room: () => application.room(),
        closed: () => application.closed(),
      },
      now,
    );
  }

  // For the network.

  connect(kind, opens, query, link) {
    const given = parameters(query);
    const connection = new LinkedConnection(kind, +given.wait || 0, {
      begin: link.begin,
      write: (payload) => {
        const message = kind === 'websocket' ? messageOf(payload) : { binary: false, text: payload };
        link.write(message.binary, message.text);
      },
      end: (code) => link.end(kind === 'websocket' || code === DEAD ? code : 0),
    });
    connection.copy = link.copy;
    if (opens) {
      this.model.open(connection);
    } else if (given.probe) {
      connection.send('p', '');
      connection.send('p', '');
    } else {
      this.model.attach(connection, +given.attach, +given.ack);
      // What follows may take its time, the beginning of the reply doesn't.
      if (kind === 'sse') {
        connection.begin(200);
      }
    }
    return connection;
  }

  frame(connection, binary, text) {
    const [type, data] = record(payloadOf({ binary, text }));
    this.model.frame(connection, type, data);
  }

  detach(connection) {
    this.model.detach(connection);
  }

  /** The model's writes are never in flight. */
  written() {
    return false;
  }

  post(query, bytes, reply) {
    this.model.post(post(query, fromUtf8(bytes)), (status, type, data) => reply(status, event(type, data)));
  }

  // For the application.

  append(binary, text) {
    return this.model.append(payloadOf({ binary, text }));
  }

  wake() {
    this.model.flush();
  }

  finish(well) {
    this.model.inbox.finish(well);
  }

  close(code) {
    this.model.close(code, 'done');
  }

  // For the history.

  reconnect(ms) {
    this.model.say('r', { after: ms });
  }

  cut() {
    const connection = this.model.connection;
    if (connection) {
      this.model.detach(connection);
      connection.end(1006);
    }
  }

  leave() {
    this.model.leave();
  }

  elsewhere() {}

  expire(code) {
    this.model.expire(code);
  }

  forget() {
    this.model.forget();
  }

  /** Another tab attaches with this session's token. */
  steal() {
    const model = this.model;
    model.attach({ kind: 'sse', hold: 0, send() {}, end() {} }, model.newest + 1, model.released);
  }

  /** No callback of the model's waits for a thread. */
  dispatch() {
    return false;
  }

  tick() {
    this.model.tick();
  }

  // For the oracle.

  /** What the client has done that no client may do. */
  violation() {
    return this.model.violations[0] || '';
  }

  closedCode() {
    return this.model.closed && !this.model.closed.drains ? this.model.closed.code : 0;
  }

  handled() {
    return this.model.handled;
  }

  kept() {
    return this.model.kept.length;
  }
}
