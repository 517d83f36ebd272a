/**
 * The built bundles against a real server, on every transport, through switches and cuts. Not part of `npm test`, since
 * it needs one that runs:
 *
 *     java -jar server/target/bowline-server.jar --port 8080 --conformance
 *     npm run integration -- http://127.0.0.1:8080/conformance
 */
import { createServer, connect } from 'node:net';
import WebSocket from 'ws';
import { bundles } from './bundles.mjs';

const target = new URL(process.argv[2] ?? 'http://127.0.0.1:8080/conformance');
const N = +(process.argv[3] ?? 2000);
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** A line that can be cut. */
const sockets = new Set();
const proxy = createServer((socket) => {
  const out = connect(target.port, target.hostname);
  for (const [one, other] of [
    [socket, out],
    [out, socket],
  ]) {
    sockets.add(one);
    one.pipe(other);
    one.on('error', () => other.destroy());
    one.on('close', () => {
      sockets.delete(one);
      other.destroy();
    });
  }
});
await new Promise((done) => proxy.listen(0, '127.0.0.1', done));
const url = `http://127.0.0.1:${proxy.address().port}${target.pathname}`;
const cut = () => sockets.forEach((socket) => socket.destroy());

/** An engine whose transports can be switched on and off while it runs. */
function engine(allowed) {
  const deny = (name) => !allowed.has(name);
  return {
    allowed,
    WebSocket: class extends WebSocket {
      constructor(...args) {
        if (deny('websocket')) throw new Error('SecurityError');
        super(...args);
      }
    },
    fetch(address, init) {
      const stream = init.headers.Accept === 'text/event-stream';
      const poll = init.method === 'GET' && !stream;
      if ((stream && deny('sse')) || (poll && deny('polling'))) return Promise.reject(new Error('blocked'));
      return fetch(address, init);
    },
  };
}

async function run(name, Bowline, from, to, cuts) {
  const allowed = new Set([from]);
  const environment = engine(allowed);
  const options = { environment, backoff: 50, probes: [100, 500], transports: ['websocket', 'sse', 'polling'] };
  const channel = new Bowline(url, options);
  const got = [];
  const seen = [];
  channel.binaryType = 'arraybuffer';
  channel.onmessage = (event) => got.push(event.data);
  channel.ontransport = (event) => seen.push(event.transport);
  channel.onreset = () => seen.push('RESET');
  await new Promise((done) => (channel.onopen = done));
  channel.send('!push ' + N);
  for (let i = 0; i < N; i++) {
    channel.send('e' + i);
    if (i % 100 === 0) await pause(2);
    if (i === N / 2) {
      allowed.clear();
      allowed.add(to);
      cut();
      if (from !== to) await pause(5);
    }
    if (cuts && i % (N / 8) === N / 16) cut();
  }
  for (let i = 0; i < 600 && got.length < 2 * N; i++) await pause(50);
  const pushed = got.filter((data) => !data.startsWith('e')).map(Number);
  const echoed = got.filter((data) => data.startsWith('e')).map((data) => +data.slice(1));
  const wrong = (list) => list.filter((number, i) => number !== i).length + Math.abs(N - list.length);
  const faults = wrong(pushed) + wrong(echoed);
  console.log(
    `${faults || seen.includes('RESET') ? 'WRONG' : 'ok'} ${name} ${from} -> ${to}${cuts ? ' with cuts' : ''}: ${got.length} of ${2 * N}, ${faults} out of place, ${seen}`,
  );
  channel.close();
  await new Promise((done) => (channel.onclose = done));
  return faults;
}

let faults = 0;
for (const [name, Bowline] of Object.entries(bundles)) {
  if (name === 'cjs') continue;
  for (const from of ['websocket', 'sse', 'polling']) {
    for (const to of ['websocket', 'sse', 'polling']) {
      faults += await run(name, Bowline, from, to, false);
      faults += await run(name, Bowline, from, to, true);
    }
  }
}

/** Up and down while everything works: the better transport comes back, and nobody notices. */
for (let i = 0; i < 3; i++) {
  const allowed = new Set(['polling']);
  const channel = new bundles.modern(url, { environment: engine(allowed), backoff: 50, probes: [100, 300] });
  const got = [];
  const seen = [];
  channel.onmessage = (event) => got.push(+event.data);
  for (const type of ['transport', 'detached'])
    channel.addEventListener(type, (event) => seen.push(event.transport ?? type));
  await new Promise((done) => (channel.onopen = done));
  for (let n = 0; n < N; n++) {
    channel.send('' + n);
    if (n % 50 === 0) await pause(30);
    if (n === N / 4) allowed.add('sse');
    if (n === N / 2) allowed.add('websocket');
  }
  for (let n = 0; n < 200 && got.length < N; n++) await pause(50);
  const wrong = got.filter((number, n) => number !== n).length + Math.abs(N - got.length);
  console.log(`${wrong ? 'WRONG' : 'ok'} moving up: ${got.length} of ${N}, ${seen}`);
  faults += wrong;
  channel.close();
  await new Promise((done) => (channel.onclose = done));
}
proxy.close();
process.exitCode = faults ? 1 : 0;
