/** The built bundles with their topics against a server on real sockets: nothing is lost or repeated across a cut. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import WebSocket from 'ws';
import { bundles, topics } from './bundles.mjs';
import { MockServer } from './support/mock-server.mjs';

const S = '\u0001';
const X = '\u0002';

const until = async (what, ms = 5000) => {
  for (const end = Date.now() + ms; !what() && Date.now() < end;) await new Promise((done) => setTimeout(done, 5));
  assert.ok(what(), `not within ${ms} ms: ${what}`);
};

/** Keeps a topic, all of it, and what the application sent. */
async function topicServer() {
  const server = await new MockServer().start();
  const published = [];
  const direct = [];
  let subscriber;
  server.onMessage = (session, message) => {
    if (!message.startsWith(S + 'subscribe ')) {
      direct.push(message);
      session.send(S + message);
      return;
    }
    const { topic, since } = JSON.parse(message.slice(11));
    const next = since ? +since.split('.')[1] + 1 : published.length + 1;
    session.send(`${S}subscribed ${JSON.stringify({ topic, epoch: 'e', next, complete: true })}`);
    published.slice(next - 1).forEach((text) => session.send(text));
    subscriber = session;
  };
  const publish = (topic, content) => {
    published.push(`${S}${published.length + 1} ${topic}${X}${content}`);
    subscriber.send(published.at(-1));
  };
  return { server, publish, direct, subscriber: () => subscriber };
}

for (const [bundle, Bowline] of Object.entries(bundles)) {
  for (const transport of ['websocket', 'sse', 'polling']) {
    test(`${bundle}, ${transport}: a topic and direct messages, across a cut and a lost session`, async () => {
      const { server, publish, direct, subscriber } = await topicServer();
      const channel = new Bowline(server.url, { transports: [transport], backoff: 20, environment: { WebSocket } });
      try {
        const heard = [];
        const echoed = [];
        channel.onmessage = (event) => echoed.push(event.data);
        const subscription = topics[bundle](channel).subscribe('a', (event) => heard.push(event.data));
        await until(() => subscription.position === 'e.0');
        for (let i = 0; i < 20; i++) publish('a', 'm' + i);
        channel.send(`${S}mine`);
        await until(() => heard.length === 20);
        server.cut();
        for (let i = 20; i < 40; i++) publish('a', 'm' + i);
        await until(() => heard.length === 40);
        const lost = subscriber();
        server.sessions.delete(lost.token);
        for (let i = 40; i < 60; i++) publish('a', 'm' + i);
        server.cut();
        await until(() => heard.length === 60);
        publish('a', 'last');
        await until(() => heard.length === 61);
        assert.notEqual(subscriber(), lost);
        assert.deepEqual(heard, [...Array.from({ length: 60 }, (_, i) => 'm' + i), 'last']);
        assert.equal(subscription.position, 'e.61');
        assert.deepEqual(direct, [`${S}${S}mine`]);
        assert.deepEqual(echoed, [`${S}${S}mine`]);
        assert.deepEqual(server.violations, []);
      } finally {
        channel.close();
        await until(() => channel.readyState === 3);
        await server.stop();
      }
    });
  }
}
