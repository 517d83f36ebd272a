// Holds an exchange for each line "number port" on standard input: the client's part of Conversation.java. When the channel
// is closed, a line of JSON says what was heard.
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

// A post that hangs is given up after 35 s, and the machine may be busy.
const DEADLINE = 45000;

const plan = JSON.parse(process.argv[2]);
const script = await (await fetch(plan.channel + '/bowline.min.js')).text();
const { Bowline } = await import('data:text/javascript,' + encodeURIComponent(script));
const { WebSocket } = await import(pathToFileURL(plan.ws));
const moves = plan.way === 'moving';

/** What the client says in an exchange. */
function up(number) {
  const binary = new Uint8Array([0, 0, 0, 0, 0, 13, 10, 255, 128]);
  new DataView(binary.buffer).setInt32(0, number);
  return [number + ' one', binary, number + ' gr\u00fcn\r\nzwei\rdrei\n\ud83d\ude00', number + ' last'];
}

function written(data) {
  return typeof data === 'string' ? 't' + data : 'b' + Buffer.from(data).toString('hex');
}

/** A WebSocket that can't be made the first time: the session begins on a stream, and moves up. */
function lateWebSocket() {
  let first = true;
  return class extends WebSocket {
    constructor(...parameters) {
      if (first) {
        first = false;
        throw new TypeError('not yet');
      }
      super(...parameters);
    }
  };
}

function holds(number, port) {
  const heard = [];
  const trouble = [];
  const [one, binary, text, last] = up(number);
  let said = false;
  const channel = new Bowline(`http://127.0.0.1:${port}/channel`, {
    transports: moves ? ['websocket', 'sse'] : [plan.way],
    probes: moves ? [10, 300] : [],
    // So that a connection is one request, and the next one finds none that is about to end.
    headers: { Connection: 'close' },
    backoff: 4,
    maxBackoff: 16,
    environment: { WebSocket: moves ? lateWebSocket() : WebSocket, random: () => 0.5 },
  });
  channel.binaryType = 'arraybuffer';
  const goesOn = () => {
    if (!said && heard.length >= 3 && (!moves || channel.transport === 'websocket')) {
      said = true;
      channel.send(last);
    }
    if (heard.length === 4) {
      channel.close();
    }
  };
  for (const type of ['reset', 'gap', 'error']) {
    channel.addEventListener(type, () => trouble.push(type));
  }
  channel.addEventListener('transport', goesOn);
  channel.onopen = () => [one, binary, text].forEach((it) => channel.send(it));
  channel.onmessage = (it) => {
    heard.push(written(it.data));
    goesOn();
  };
  const late = setTimeout(() => {
    trouble.push('late');
    channel.close();
  }, DEADLINE);
  channel.onclose = (it) => {
    clearTimeout(late);
    if (it.code !== 1000) {
      trouble.push('closed with ' + it.code);
    }
    console.log(JSON.stringify({ exchange: number, heard, trouble: trouble.join(', '), clean: it.wasClean }));
  };
}

createInterface({ input: process.stdin }).on('line', (line) => holds(...line.split(' ').map(Number)));
