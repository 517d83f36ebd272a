/**
 * The demo: one channel, used like a WebSocket. Messages are plain text; the first line is a word and numbers.
 *
 *   page to server    beat N | say N, TEXT
 *   server to page    hello ID TABS NEXT_TICK NEXT_LINE, NAME | tick N TABS | said N, NAME, TEXT | heard, NAME, TEXT
 *                     echo N RECEIVED LOST REPEATED DISORDERED SENT ACKNOWLEDGED
 *
 * Both ends check the numbers of the other.
 */
import { Bowline } from './channel/bowline.min.js';
import { wireButtons } from './hurt.js';
import { Plot } from './plot.js';
import { View } from './view.js';
import { clock, Voyage } from './voyage.js';

const BEAT = 200;
const NAMES = { websocket: 'WebSocket', sse: 'an event stream', polling: 'long polling' };

const view = new View();
const plot = new Plot(document.getElementById('plot'));
const saved = Voyage.take();
const voyage = saved ?? new Voyage();
/** What was said in a session that is lost, until the next one has begun. */
let unsaid = [];
/** Whether it is known if this is the session that the page before this one left: only then numbers go on. */
let acquainted = false;
let name = '';

if (saved) {
  view.restore(saved.more);
  name = saved.more.name;
  view.name(name);
  view.entry('This page was reloaded', 'hurt');
  voyage.mark('reload');
  voyage.carriedBy('');
}

const channel = new Bowline('channel', {
  connectTimeout: 1500,
  backoff: 200,
  maxBackoff: 2000,
  probes: [2000, 4000, 8000],
  remember: 8000,
  reload: true,
});

function send(word, text) {
  const number = voyage.number();
  const message = `${word} ${number}${text === undefined ? '' : `\n${text}`}`;
  voyage.sentText(message);
  if (word === 'beat') {
    voyage.beat(number);
  }
  channel.send(message);
}

const hear = {
  hello([, tabs, nextTick, nextLine], [given]) {
    voyage.depart(nextTick, nextLine);
    voyage.received = 1;
    name = given;
    view.name(name);
    view.company(tabs);
    view.entry('A session begins, and all counts', 'good');
  },
  tick([number, tabs]) {
    voyage.tick(number, channel.transport);
    view.tick(number);
    view.company(tabs);
  },
  echo([number, received, lost, repeated, disordered, sent, acknowledged]) {
    voyage.echo(number, channel.transport);
    voyage.report = { received, lost, repeated, disordered, sent, acknowledged, arrived: voyage.received };
  },
  said([number], [who, ...text]) {
    voyage.down.lines.take(number);
    view.line(who, text.join('\n'), who === name);
  },
  heard(_, [who, ...text]) {
    view.line(who, text.join('\n'), who === name);
  },
};

channel.onmessage = (event) => {
  const [head, ...rest] = event.data.split('\n');
  const [word, ...fields] = head.split(' ');
  voyage.received++;
  hear[word](word === 'hello' ? [fields[0], ...fields.slice(1).map(Number)] : fields.map(Number), rest);
  if (!acquainted) {
    acquainted = true;
    unsaid.forEach((text) => send('say', text));
    unsaid = [];
  }
};

/** Any of the client's events may mean that something else carries us. */
function look(event) {
  const transport = channel.transport;
  const before = voyage.carrier;
  voyage.carriedBy(transport);
  view.carrier(transport ? 'attached' : 'detached', transport);
  if (event.type === 'detached') {
    view.entry('Detached; messages wait', 'none');
  } else if (event.type === 'transport' && before && before !== transport) {
    view.entry(`Moved to ${NAMES[transport]}`, transport);
  } else if (event.type === 'resumed' || event.type === 'open') {
    view.entry(`${event.type === 'open' ? 'Open' : 'Attached again'}, by ${NAMES[transport]}`, transport);
  }
}
channel.onopen = channel.ontransport = channel.ondetached = channel.onresumed = look;

channel.onreset = (event) => {
  acquainted = false;
  unsaid = event.messages.filter((text) => text.startsWith('say ')).map((text) => text.slice(text.indexOf('\n') + 1));
  voyage.depart();
  voyage.carriedBy('');
  view.carrier('detached', '');
  view.entry(`The session was lost (${event.code}); ${event.messages.length} messages were handed back`, 'hurt');
};

channel.ongap = (event) => view.entry(`The server dropped messages ${event.from} to ${event.to}`, 'hurt');

channel.onclose = (event) => {
  voyage.carriedBy('');
  view.carrier('closed', '');
  view.entry(`The channel is closed: ${event.code} ${event.reason}`, 'hurt');
};

setInterval(() => {
  if (acquainted && channel.readyState === channel.OPEN) {
    send('beat');
  }
  voyage.settle(channel.bufferedAmount);
  view.counts(voyage);
}, BEAT);

document.getElementById('say').addEventListener('submit', (event) => {
  event.preventDefault();
  const words = document.getElementById('words');
  const text = words.value.trim();
  if (text && acquainted && channel.readyState === channel.OPEN) {
    send('say', text);
    words.value = '';
  }
});

wireButtons(window.faults, (mark, entry) => {
  if (mark) {
    voyage.mark(mark);
  }
  view.entry(entry, mark ? 'hurt' : 'good');
});

window.addEventListener('pagehide', () => {
  voyage.save({ name, lines: view.lines, entries: view.entries });
});
window.addEventListener('pageshow', (event) => {
  if (event.persisted) {
    Voyage.take();
  }
});

const calm = matchMedia('(prefers-reduced-motion: reduce)');
let drawn = 0;
function draw(at) {
  if (at - drawn >= (calm.matches ? 1000 : 33)) {
    drawn = at;
    plot.draw(voyage, clock());
  }
  requestAnimationFrame(draw);
}
requestAnimationFrame(draw);

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => plot.recolour());

function describe() {
  const canvas = document.getElementById('plot');
  const last = voyage.trips[voyage.trips.length - 1];
  document.getElementById('span').textContent = plot.seconds;
  canvas.setAttribute(
    'aria-label',
    last
      ? `Last round trip ${last.ms.toFixed(1)} milliseconds by ${NAMES[last.transport] ?? 'nothing'}; ${voyage.switches} switches of transport so far`
      : 'Nothing to plot yet',
  );
}
setInterval(describe, 3000);
describe();
