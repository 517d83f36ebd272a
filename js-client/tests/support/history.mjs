/**
 * One random history of the pure session against the model of the server, on a network that loses, doubles, delays and
 * cuts. It plays the connector and the application of both sides. It throws at the first thing that must not be.
 */
import assert from 'node:assert/strict';
import { ModelServer } from './model-server.mjs';
import { random } from './random.mjs';

const BROKEN = { code: 1006, reason: '' };
const NAMES = { s: 'session', a: 'ack', p: 'ping', g: 'gap', r: 'reconnect', c: 'close', e: 'error' };

export function playHistory(client, seed) {
  const { createSession, eventParser, toRecords, encodeMessage, sizeOf } = client;
  const dice = random(seed);
  const server = new ModelServer({
    receive: { messages: 2 + dice.below(8), bytes: 30 + dice.below(200) },
    send: { messages: 2 + dice.below(10), bytes: 30 + dice.below(300) },
    maxBatch: 60 + dice.below(300),
    transports: ['websocket', 'sse', 'polling'],
  });
  let now = 1000;
  let session;
  /** What the client has sent; a Blob that is being read is an object until it is there. */
  const sent = [];
  /** What the server's application has sent, dropped or not. */
  const spoken = [];
  /** Number of the message that the client's application has to get next. */
  let expected = 1;
  let ending = null;
  let asked = null;
  /** Requests and replies of posts, in flight. */
  let packets = [];
  let posts = [];
  let wires = [];
  /** The wire of the newest attach. */
  let direct = null;
  /** What may be acknowledged before that wire has proved itself. */
  let limit = Infinity;

  const carrier = {
    attached() {
      limit = Infinity;
    },
    leave() {
      const left = direct;
      drop(left);
      left.deaf = true;
      direct = null;
      session.detach(left.number, BROKEN, now);
    },
    fail(why) {
      drop(direct);
      lost(direct, why);
    },
  };
  const effects = {
    backoff: () => dice.below(400),
    message(payload) {
      const text = typeof payload === 'string' ? payload : Buffer.from(payload).toString('latin1');
      assert.ok(!ending, 'a message after the end');
      assert.equal(text, spoken[expected - 1], `message ${expected}`);
      expected++;
    },
    gap(from, to) {
      assert.equal(from, expected, 'a gap begins where the messages end');
      assert.ok(to >= from);
      for (let number = from; number <= to; number++) {
        assert.equal(server.log[number - 1], undefined, `message ${number} was not dropped`);
      }
      expected = to + 1;
    },
    lost(why, messages) {
      assert.ok(!ending, 'two ends');
      // A Blob that is still being read can't be handed back.
      ending = { lost: true, code: why.code, messages, kept: sent.filter((one) => !one.fill) };
    },
    closed(why) {
      assert.ok(!ending, 'two ends');
      ending = { ...why };
    },
    post(query, body, done) {
      const ack = /(?:^|&)ack=(\d+)/.exec(query);
      assert.ok(+ack[1] <= limit, 'acknowledges what an unproved attach may not have brought');
      assert.ok(ending === null, 'a post after the end');
      const post = { query, body, done, over: false };
      posts.push(post);
      packets.push({ post });
    },
  };

  // The network. A wire is the server's connection and the client's source at once.

  function open(kind, number, request) {
    const wire = {
      ...{ kind, number, transport: kind, up: [request], down: [], clientOpen: true, serverOpen: true, begun: false },
      connection: {
        write(frame) {
          if (wire.clientOpen) {
            const text = typeof frame === 'string';
            wire.up.push({ type: text ? frame.charAt(0) : 'm', data: text ? frame.slice(1) : latin(frame) });
          }
        },
        close() {
          wire.up.push({ end: true });
        },
      },
      send(type, data) {
        if (!wire.serverOpen) {
          return;
        }
        if (kind === 'websocket') {
          const payload = data instanceof Object ? JSON.stringify(data) : String(data);
          wire.down.push({ type, data: type === 'm' && binary(payload) ? octets(payload) : payload });
          return;
        }
        const refusal = !wire.begun && (type === 'e' || (type === 'c' && !wire.held));
        if (refusal) {
          wire.status = type === 'e' ? data.code : 4410;
        } else {
          wire.begin();
        }
        if (type !== 'e' || !refusal) {
          const text =
            type === 'm'
              ? encodeMessage(binary(data) ? octets(data) : data)
              : `event: ${NAMES[type]}\ndata: ${data instanceof Object ? JSON.stringify(data) : data}\n\n`;
          for (let at = 0; at < text.length;) {
            const length = 1 + dice.below(text.length * 2);
            wire.down.push({ text: text.slice(at, at + length) });
            at += length;
          }
        }
      },
      begin() {
        if (!wire.begun && kind === 'polling') {
          wire.down.push({ type: 'o', data: '' });
        }
        wire.begun = true;
      },
      end(code) {
        if (wire.serverOpen) {
          wire.serverOpen = false;
          wire.down.push({
            end: kind === 'websocket' ? { code, reason: '', wasClean: true } : { code: wire.status ?? 0, reason: '' },
          });
        }
      },
      parse: eventParser(toRecords((type, data) => take(wire, type, data))),
    };
    wires.push(wire);
    return wire;
  }

  const latin = (bytes) => Buffer.from(bytes).toString('latin1');
  const octets = (text) => new Uint8Array(Buffer.from(text, 'latin1'));
  const binary = (text) => text.charAt(1) === '#';

  function take(wire, type, data) {
    if (wire.probe) {
      if (direct !== wire && type === 'p' && dice.chance(0.7)) {
        // Proved: it attaches in band.
        wire.probe = false;
        const position = attach('websocket');
        wire.number = position.attach;
        direct = wire;
        wire.connection.write('t' + JSON.stringify(position));
      }
      return;
    }
    session.receive(wire, type, data, now);
  }

  const drop = (wire) => {
    wire.clientOpen = false;
    wire.up.push({ end: true });
  };

  function attach(kind) {
    const position = session.attach(kind);
    limit = position.ack;
    return position;
  }

  function connect(kind) {
    const position = attach(kind);
    const old = direct;
    direct = open(kind, position.attach, { attach: position.attach, ack: position.ack });
    // Mostly the older one is closed, but what it says must not matter.
    if (old && dice.chance(0.5)) {
      drop(old);
    }
  }

  /** The client hears that a wire has ended. */
  function lost(wire, why) {
    wire.clientOpen = false;
    wire.deaf = true;
    wires = wires.filter((other) => other !== wire || wire.serverOpen);
    if (wire.probe || !wire.number) {
      return;
    }
    if (wire === direct && !why.code && wire.begun) {
      connect(wire.kind);
      return;
    }
    const newest = wire === direct;
    const over = session.detach(wire.number, why, now);
    if (newest) {
      direct = null;
    } else {
      assert.ok(!over || ending, 'an older end ends the session');
    }
  }

  function deliverDown(wire) {
    const item = wire.down.shift();
    if (wire.deaf) {
      return;
    }
    if (item.end) {
      lost(wire, item.end);
    } else if (!ending) {
      if (item.text !== undefined) {
        wire.parse(item.text);
      } else {
        take(wire, item.type, item.data);
      }
    }
  }

  function deliverUp(wire) {
    const item = wire.up.shift();
    if (item.end) {
      server.detach(wire);
      wire.serverOpen = false;
      // What a client closes after its `c` is answered in kind.
      if (wire.clientOpen && !wire.down.some((other) => other.end)) {
        wire.down.push({ end: { ...BROKEN } });
      }
    } else if (!wire.serverOpen) {
      return;
    } else if (item.probe) {
      wire.send('p', '');
      wire.send('p', '');
    } else if (item.attach) {
      server.attach(wire, item.attach, item.ack);
      wire.held = true;
      if (wire.kind === 'polling' && !wire.begun && !wire.live) {
        server.detach(wire);
      }
    } else {
      server.frame(wire, item.type, item.data);
    }
  }

  /** Cuts a wire: each side may still get the beginning of what was on its way, even half a record. */
  function cut(wire) {
    for (const queue of [wire.up, wire.down]) {
      queue.length = dice.below(queue.length + 1);
    }
    const last = wire.down[wire.down.length - 1];
    if (last && last.text) {
      last.text = last.text.slice(0, dice.below(last.text.length + 1));
    }
    if (!wire.down.some((item) => item.end)) {
      wire.down.push({ end: BROKEN });
    }
    wire.serverOpen = false;
    if (dice.chance(0.5)) {
      server.detach(wire);
    }
  }

  /** A poll that has something to say is answered at once. */
  function answerPolls() {
    for (const wire of wires) {
      if (wire.kind === 'polling' && wire.serverOpen && wire.begun) {
        server.detach(wire);
        wire.end();
      }
    }
  }

  function expirePoll(wire) {
    wire.begin();
    answerPolls();
  }

  // Posts.

  function reply(post, status, type, data) {
    packets.push({ post, status, type, data });
  }

  function deliverPacket(packet) {
    const { post, status } = packet;
    if (!status) {
      const messages = [];
      eventParser(toRecords((_, payload) => messages.push(typeof payload === 'string' ? payload : latin(payload))))(
        post.body,
      );
      if (messages.length > 1) {
        assert.ok(Buffer.byteLength(post.body) <= server.limits.maxBatch, 'a batch beyond maxBatch');
      }
      server.post(post.query, messages, (...answer) => reply(post, ...answer));
    } else if (!post.over) {
      finish(post, status === 200 ? { code: 0, reason: '' } : { code: 4000 + status, reason: '' }, packet);
    }
  }

  function finish(post, why, packet) {
    post.over = true;
    posts = posts.filter((other) => other !== post);
    post.done(why, packet && packet.type === 'a' ? +packet.data : 0, now);
  }

  // The applications.

  function say(list, prefix) {
    const number = list.length + 1;
    const kind = dice.below(8);
    const garnish = kind === 0 ? '\r' : kind === 1 ? '\n\nevent: close\ndata: x\n\n' : '';
    return (kind === 2 ? prefix + '#' : prefix) + number + garnish + '.'.repeat(dice.chance(0.1) ? 90 : dice.below(12));
  }

  function clientSends() {
    if (asked || ending) {
      return;
    }
    const text = say(sent, 'c');
    const payload = binary(text) ? octets(text) : text;
    if (dice.chance(0.06)) {
      const blob = { text: null };
      sent.push(blob);
      blob.fill = session.send(undefined, sizeOf(payload));
      blob.payload = payload;
      blob.later = text;
    } else {
      sent.push(text);
      session.send(payload, sizeOf(payload));
    }
  }

  function fillBlob(fails) {
    const blob = sent.find((one) => one.fill);
    if (blob && fails) {
      sent.splice(sent.indexOf(blob), 1);
      blob.fill(undefined);
    } else if (blob) {
      sent[sent.indexOf(blob)] = blob.later;
      blob.fill(blob.payload);
    }
  }

  function serverSends() {
    if (!server.closed) {
      const text = say(spoken, 's');
      spoken.push(text);
      server.send(text);
    }
  }

  function reload() {
    // Nothing is saved of a Blob that is not read.
    if (!asked && !ending && !sent.some((one) => one.fill)) {
      const saved = session.save();
      assert.ok(saved);
      posts.forEach((post) => (post.over = true));
      posts = [];
      wires.forEach((wire) => drop(wire));
      // Nobody listens there any more.
      wires.forEach((wire) => (wire.deaf = true));
      wires = wires.filter((wire) => wire.up.length > 1);
      direct = null;
      session = createSession(effects, carrier, JSON.parse(JSON.stringify(saved)));
    }
  }

  const trouble = dice.pick([
    'none',
    'none',
    'none',
    'client',
    'client',
    'server',
    'server',
    'lost',
    'forgotten',
    'tab',
  ]);

  function troubled() {
    if (trouble === 'client' && !asked) {
      while (sent.some((one) => one.fill)) {
        fillBlob(false);
      }
      asked = { code: 3001, reason: 'enough' };
      session.close({ ...asked });
    } else if (trouble === 'server') {
      server.close(4900, 'done');
    } else if (trouble === 'lost') {
      server.expire(dice.pick([4408, 4429]));
    } else if (trouble === 'forgotten') {
      server.forget();
    } else if (trouble === 'tab' && !server.closed) {
      const other = { kind: 'polling', send() {}, end() {} };
      server.attach(other, server.newest + 1, server.released);
    }
  }

  const some = (list) => (list.length ? dice.pick(list) : undefined);
  const flying = (direction) => wires.filter((wire) => wire[direction].length);
  const kinds = ['websocket', 'sse', 'polling'];

  const events = [
    [12, clientSends],
    [10, serverSends],
    [14, () => flying('up').length && deliverUp(some(flying('up')))],
    [16, () => flying('down').length && deliverDown(some(flying('down')))],
    [
      14,
      () => {
        const packet = some(packets);
        packets = packets.filter((other) => other !== packet || dice.chance(0.1));
        if (packet) {
          deliverPacket(packet);
        }
      },
    ],
    // The network loses a packet of a post, or doubles the request for an attach.
    [2, () => (packets = packets.filter(() => dice.chance(0.8)))],
    [
      1,
      () => {
        const wire = some(wires.filter((one) => one.up[0] && one.up[0].attach));
        if (wire) {
          const copy = open(wire.kind, wire.number, { ...wire.up[0] });
          // Nobody reads the reply to a copy.
          Object.assign(copy, { clientOpen: false, copy: true, send() {}, end: () => (copy.serverOpen = false) });
        }
      },
    ],
    [2, () => posts.length && finish(some(posts), BROKEN)],
    [4, () => server.handle(server.handled + 1 + dice.below(4))],
    [1, () => server.releaseHeld()],
    [4, () => server.connection && server.connection.kind !== 'polling' && server.connection.send('a', server.tell())],
    [1, () => server.connection && server.connection.kind !== 'polling' && server.connection.send('p', '')],
    [1, () => dice.chance(0.3) && server.connection && server.connection.send('r', { after: dice.below(50) })],
    [2, () => dice.chance(0.3) && server.drop(1 + dice.below(3))],
    [3, () => wires.length && cut(some(wires))],
    [2, () => direct && !ending && (drop(direct), lost(direct, BROKEN))],
    [8, () => !direct && connect(dice.pick(kinds))],
    [2, () => direct && connect(dice.pick(kinds))],
    [2, () => (open('websocket', 0, { probe: true }).probe = true)],
    [
      3,
      () =>
        server.connection &&
        server.connection.kind === 'polling' &&
        server.connection.begin &&
        expirePoll(server.connection),
    ],
    [4, () => session.tick(now)],
    [2, () => fillBlob(dice.chance(0.3))],
    [1, () => dice.chance(0.3) && reload()],
  ];
  const total = events.reduce((sum, [weight]) => sum + weight, 0);

  function step() {
    now += dice.pick([0, 0, 1, 40, 300, 1100]);
    let at = dice.below(total);
    const [, event] = events.find(([weight]) => (at -= weight) < 0);
    event();
    answerPolls();
    check();
  }

  function check() {
    assert.deepEqual(server.violations, []);
    const last = server.received.length - 1;
    if (last >= 0) {
      assert.equal(server.received[last], sent[last], `message ${last + 1} at the server`);
    }
  }

  /** A fair network: everything arrives, every wait ends. */
  function settle() {
    while (sent.some((one) => one.fill)) {
      fillBlob(false);
    }
    for (let round = 0, quiet = 0; round < 600 && quiet < 12 && !ending; round++) {
      now += 700;
      server.handle(server.accepted);
      if (server.connection && server.connection.kind !== 'polling') {
        server.connection.send('a', server.tell());
      }
      const poll = server.connection;
      if (poll && poll.kind === 'polling' && poll.begin) {
        expirePoll(poll);
      }
      if (!direct) {
        connect(dice.pick(kinds));
      }
      let moved = true;
      for (let turns = 0; moved && turns < 5 && !ending; turns++) {
        moved = false;
        for (const wire of [...wires]) {
          while (wire.up.length) {
            deliverUp(wire);
            answerPolls();
            moved = true;
          }
          while (wire.down.length && !ending) {
            deliverDown(wire);
            moved = true;
          }
        }
        for (const packet of packets.splice(0)) {
          if (!ending) {
            deliverPacket(packet);
            answerPolls();
          }
          moved = true;
        }
        server.handle(server.accepted);
      }
      // What is still waited for was lost.
      [...posts].forEach((post) => ending || finish(post, BROKEN));
      if (!ending) {
        session.tick(now);
      }
      check();
      const idle =
        server.handled === sent.length && expected === spoken.length + 1 && server.released === spoken.length;
      quiet = idle && !asked && !server.closed ? quiet + 1 : 0;
    }
  }

  function judge() {
    assert.deepEqual(server.received, sent.slice(0, server.received.length));
    if (!ending) {
      assert.ok(!asked, 'close() has no end');
      assert.ok(!server.closed, 'the end has not come to the client');
      assert.equal(server.received.length, sent.length, 'messages have not come to the server');
      assert.equal(expected, spoken.length + 1, 'messages have not come to the client');
      assert.equal(server.released, spoken.length, 'the last acknowledgement has not come');
      assert.equal(session.save().acknowledged, sent.length, 'the client has not been told');
    } else if (ending.lost) {
      assert.ok(['lost', 'forgotten', 'tab'].includes(trouble), `lost by ${ending.code}`);
      const first = ending.kept.length - ending.messages.length;
      assert.ok(first <= server.handled, 'what was not handled is handed back');
      assert.deepEqual(
        ending.messages.map((one) => (typeof one === 'string' ? one : latin(one))),
        ending.kept.slice(first),
      );
    } else if (asked && ending.code === asked.code) {
      assert.equal(ending.wasClean, true);
      assert.deepEqual(server.received, sent, 'what was sent before close() comes first');
    } else if (!asked) {
      assert.equal(trouble, 'server');
      assert.deepEqual([ending.code, ending.reason, ending.wasClean], [4900, 'done', true]);
      assert.equal(expected, spoken.length + 1, 'what the server sent before its close comes first');
    } else {
      assert.equal(trouble, 'client', `ended by ${ending.code}`);
      assert.equal(ending.code, 0, 'our own close has another code');
    }
  }

  // The opening: any transport, and no trouble yet.
  session = createSession(effects, carrier, undefined);
  direct = open(dice.pick(['websocket', 'sse']), 1, { attach: 1, ack: 0 });
  const length = 50 + dice.below(151);
  const troubleAt = dice.below(length);
  let steps = 0;
  // Until the session is there, nothing but its coming.
  deliverUp(direct);
  while (direct.down.length) {
    deliverDown(direct);
  }
  for (; steps < length && !ending; steps++) {
    if (steps === troubleAt) {
      troubled();
      check();
    }
    step();
  }
  settle();
  judge();
  return { steps, trouble, ending, sent: sent.length, spoken: spoken.length };
}
