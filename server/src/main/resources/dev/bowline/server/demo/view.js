/** Everything that is written into the page. */

const NAMES = { websocket: 'WebSocket', sse: 'event stream', polling: 'long polling' };
const COUNTS = ['sent', 'received', 'acknowledged', 'lost', 'repeated', 'disordered'];
const LONGEST_LIST = 60;

const element = (id) => document.getElementById(id);
const root = document.documentElement;
const number = new Intl.NumberFormat('en');
const time = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

function write(id, text) {
  const node = element(id);
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

const several = (count, one, many = `${one}s`) => `${number.format(count)} ${count === 1 ? one : many}`;

/** Keeps a list short and, if its reader is there already, at its end. */
function append(list, item) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  list.append(item);
  while (list.children.length > LONGEST_LIST) {
    list.firstElementChild.remove();
  }
  if (atEnd) {
    list.scrollTop = list.scrollHeight;
  }
}

export class View {
  /** What is in the lists, for the next load of the page. */
  lines = [];
  entries = [];

  /** `state` is connecting, attached, detached or closed. */
  carrier(state, transport) {
    root.dataset.state = state;
    root.dataset.transport = transport;
    const names = { connecting: 'connecting', attached: NAMES[transport], detached: 'nothing', closed: 'closed for good' };
    write('carrier', names[state]);
  }

  name(name) {
    write('name', name);
  }

  company(tabs) {
    write('company', tabs > 1 ? `with ${several(tabs - 1, 'other tab')}` : 'alone');
  }

  tick(tick) {
    write('tick', number.format(tick));
  }

  counts(voyage) {
    const { report } = voyage;
    const up = { sent: voyage.sent, acknowledged: voyage.acknowledged };
    // Both of the moment of the report: what arrived since was sent since.
    const down = { received: report.arrived, sent: report.sent, acknowledged: report.acknowledged };
    let sins = 0;
    for (const count of COUNTS) {
      const values = { up: up[count] ?? report[count], down: down[count] ?? voyage.total(count) };
      for (const way of ['up', 'down']) {
        const cell = element(`${way}-${count}`);
        write(cell.id, number.format(values[way]));
        const bad = COUNTS.indexOf(count) > 2 && values[way] > 0;
        cell.classList.toggle('bad', bad);
        sins += bad ? values[way] : 0;
      }
    }
    this.#verdict(voyage, sins);
    const waiting = voyage.sent - voyage.acknowledged;
    write('waiting', root.dataset.state === 'detached' && waiting ? `${several(waiting, 'message')} held` : '');
  }

  #verdict(voyage, sins) {
    const through = voyage.received + voyage.report.received;
    const trials = [
      voyage.switches && several(voyage.switches, 'switch', 'switches'),
      voyage.breaks && several(voyage.breaks, 'break'),
    ].filter(Boolean);
    const held = trials.length ? ` through ${trials.join(' and ')}` : '';
    root.classList.toggle('sinned', sins > 0);
    write('verdict-mark', sins ? '✗' : '✓');
    write(
      'verdict',
      sins
        ? `${several(sins, 'message')} lost, repeated or out of order`
        : `${several(through, 'message')}${held}: none lost, repeated or out of order`,
    );
  }

  /** A line that somebody said, `mine` in this tab. */
  line(name, text, mine) {
    this.lines = [...this.lines, [name, text, mine]].slice(-LONGEST_LIST);
    const item = document.createElement('li');
    item.classList.toggle('mine', mine);
    const who = document.createElement('b');
    who.textContent = name;
    item.append(who, ' ', text);
    append(element('lines'), item);
  }

  /** An entry of the log; `kind` is a transport, `hurt`, `good` or empty. */
  entry(text, kind = '', at = Date.now()) {
    this.entries = [...this.entries, [text, kind, at]].slice(-LONGEST_LIST);
    const item = document.createElement('li');
    if (kind) {
      item.className = kind;
    }
    const when = document.createElement('time');
    when.textContent = time.format(at);
    item.append(when, ' ', text);
    append(element('log'), item);
  }

  /** What the page before this one showed. */
  restore({ lines, entries }) {
    lines.forEach((line) => this.line(...line));
    entries.forEach((entry) => this.entry(...entry));
  }
}
