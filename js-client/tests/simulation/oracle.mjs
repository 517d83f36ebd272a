/** What must hold of a history, after each event and at its end. That messages come in order their receivers check. */
import { latin } from './messages.mjs';

export class Oracle {
  constructor(world, core) {
    Object.assign(this, { world, core });
  }

  check() {
    const { verdict, client, server, application } = this.world;
    verdict.check(!server.violation(), () => server.violation());
    const outbox = this.core.outboxOf(client.session);
    const { acknowledged, sent, next, sentBytes, keptBytes, bytes } = outbox.state();
    verdict.check(
      acknowledged <= sent && sent <= next && acknowledged >= 0,
      `the outbox stands at ${acknowledged}, ${sent}, ${next}`,
    );
    verdict.check(bytes === keptBytes, `the outbox keeps ${keptBytes} bytes and says ${bytes}`);
    verdict.check(acknowledged <= server.handled(), `${acknowledged} released, ${server.handled()} handled`);
    const info = client.session.info();
    if (info) {
      verdict.check(
        sent - acknowledged <= 1 || (sent - acknowledged <= info.receive.messages && sentBytes <= info.receive.bytes),
        `${sent - acknowledged} messages of ${sentBytes} bytes under way`,
      );
    }
    if (!client.gapsExpected && !server.closedCode()) {
      verdict.check(
        server.kept() >= application.spoken.length - client.expected + 1,
        'the server has released what the client has not got',
      );
    }
  }

  /** Whether everything has arrived, or the session is over for both ends. */
  get isSettled() {
    const { client, server, application } = this.world;
    if (client.ending) {
      return !application.inHand;
    }
    return (
      !server.closedCode() &&
      !client.asked &&
      !application.closedItself &&
      !application.waiting.length &&
      application.received === client.sent.length &&
      client.expected === application.spoken.length + 1 &&
      server.kept() === 0 &&
      client.acknowledged === client.sent.length
    );
  }

  checkEnd() {
    const { verdict, client, server, application, ended } = this.world;
    const ending = client.ending;
    if (!ending) {
      return;
    }
    const code = ending.code;
    if (ending.lost) {
      const overflow = code === 4429 && this.world.overflow === 'close';
      verdict.check(
        code === ended || code === server.closedCode() || overflow || (code === 4404 && server.closedCode()),
        `lost by ${code}, closed ${server.closedCode()}`,
      );
      verdict.check(code === ended || code === 4408 || code === 4429 || code === 4404, `lost by ${code}`);
      this.checkHandedBack(ending);
    } else if (client.asked && code === client.asked.code) {
      if (server.closedCode() === code) {
        // Of a session that the server has forgotten nobody can tell any more.
        verdict.check(ending.wasClean || client.forgotten, 'our own close was not clean');
        verdict.check(
          application.failed || application.received === client.sent.length,
          `${application.received} of ${client.sent.length} messages came before our close`,
        );
      }
    } else if (code === 1011) {
      verdict.check(application.failed, 'nothing failed');
    } else if (code === 1012 && this.world.left) {
      verdict.check(server.closedCode() === code, 'the server has not gone down');
    } else {
      verdict.check(application.closedItself && ending.wasClean, `ended by ${code}`);
      verdict.check(
        // Neither a server that goes down waits, nor one whose application has failed, nor a client that has closed too.
        this.world.left || application.failed || client.asked || client.expected === application.spoken.length + 1,
        () => `closed before everything had arrived: ${this}`,
      );
    }
  }

  /** What was not handled is handed back, in order. */
  checkHandedBack({ messages, kept }) {
    const first = kept.length - messages.length;
    this.world.verdict.check(
      first >= 0 && first <= this.world.server.handled(),
      `${messages.length} of ${kept.length} handed back, ${this.world.server.handled()} handled`,
    );
    messages.forEach((data, i) => {
      const text = typeof data === 'string' ? data : latin(new Uint8Array(data));
      this.world.verdict.check(text === kept[first + i].text, 'something else is handed back');
    });
  }

  toString() {
    const { client, server, application } = this.world;
    return (
      `the client has ${client.expected - 1} of ${application.spoken.length} messages, ` +
      `the application ${application.received} of ${client.sent.length}, of which ${client.acknowledged} are released; ` +
      `kept ${server.kept()}, closed ${server.closedCode()}`
    );
  }
}
