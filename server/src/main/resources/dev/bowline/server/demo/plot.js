/** Draws the last minute: what carried the channel, the ticks as they came in, and the round trips. */

const NAMES = { websocket: 'WebSocket', sse: 'event stream', polling: 'long polling', '': 'detached' };
/** Round trips from half a millisecond to a minute and a half, on a logarithmic scale. */
const LOWEST = Math.log10(0.5);
const HIGHEST = Math.log10(90000);
const GRID = [
  [1, '1 ms'],
  [10, '10 ms'],
  [100, '100 ms'],
  [1000, '1 s'],
  [10000, '10 s'],
];

const MARGIN = { left: 54, right: 10 };
const LINE = { top: 4, height: 26 };
const TICKS = { top: 38, height: 16 };
const TRIPS = { top: 66, bottom: 24 };

export class Plot {
  #canvas;
  #context;
  #colours = {};

  /** @param canvas sized by the style sheet */
  constructor(canvas) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d');
    this.recolour();
  }

  /** Seconds across: fewer where there is little room. */
  get seconds() {
    return this.#canvas.clientWidth < 560 ? 30 : 60;
  }

  /** Takes the colours from the style sheet; they follow the light. */
  recolour() {
    const style = getComputedStyle(this.#canvas);
    const colour = (name) => style.getPropertyValue(name).trim();
    this.#colours = {
      websocket: colour('--websocket'),
      sse: colour('--sse'),
      polling: colour('--polling'),
      '': colour('--none'),
      onCarrier: colour('--on-carrier'),
      ink: colour('--ink'),
      muted: colour('--muted'),
      grid: colour('--hairline'),
      card: colour('--card'),
      hurt: colour('--hurt'),
      face: colour('--mono'),
    };
  }

  draw(voyage, now) {
    const canvas = this.#canvas;
    const context = this.#context;
    const scale = window.devicePixelRatio || 1;
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
    }
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    context.font = `12px ${this.#colours.face}`;
    context.textBaseline = 'middle';

    const right = width - MARGIN.right;
    const span = this.seconds * 1000;
    const x = (at) => right - ((now - at) / span) * (right - MARGIN.left);
    const y = (ms) => {
      const share = (Math.log10(Math.max(ms, 0.5)) - LOWEST) / (HIGHEST - LOWEST);
      return height - TRIPS.bottom - share * (height - TRIPS.bottom - TRIPS.top);
    };

    this.#axes(x, y, right, height, now);
    context.save();
    context.beginPath();
    context.rect(MARGIN.left, 0, right - MARGIN.left, height);
    context.clip();
    this.#stretches(voyage.stretches, x, now);
    this.#ticks(voyage.ticks, x);
    this.#trips(voyage.trips, x, y);
    this.#marks(voyage.marks, x, right, height);
    context.restore();
  }

  #axes(x, y, right, height, now) {
    const context = this.#context;
    const { grid, muted } = this.#colours;
    context.strokeStyle = grid;
    context.fillStyle = muted;
    context.lineWidth = 1;
    context.textAlign = 'right';
    for (const [ms, label] of GRID) {
      const at = Math.round(y(ms)) + 0.5;
      context.beginPath();
      context.moveTo(MARGIN.left, at);
      context.lineTo(right, at);
      context.stroke();
      context.fillText(label, MARGIN.left - 6, at);
    }
    context.fillText('by', MARGIN.left - 6, LINE.top + LINE.height / 2);
    context.fillText('ticks', MARGIN.left - 6, TICKS.top + TICKS.height / 2);
    context.textAlign = 'center';
    for (let seconds = 0; seconds <= this.seconds; seconds += 10) {
      const label = seconds ? `−${seconds} s` : 'now';
      const at = Math.min(x(now - seconds * 1000), right - (seconds ? 0 : 10));
      context.fillText(label, at, height - 9);
    }
  }

  #stretches(stretches, x, now) {
    const context = this.#context;
    context.textAlign = 'left';
    stretches.forEach(({ at, transport }, i) => {
      const from = Math.max(x(at), MARGIN.left);
      const next = stretches[i + 1];
      const to = x(next ? next.at : now);
      if (to <= MARGIN.left) {
        return;
      }
      const wide = Math.max(to - from, 1.5);
      if (transport) {
        context.fillStyle = this.#colours[transport];
        context.fillRect(from, LINE.top, wide, LINE.height);
      } else {
        this.#hatch(from, wide);
      }
      const name = NAMES[transport];
      if (context.measureText(name).width + 14 < wide) {
        context.fillStyle = transport ? this.#colours.onCarrier : this.#colours.ink;
        if (!transport) {
          context.clearRect(from + 4, LINE.top + 5, context.measureText(name).width + 6, LINE.height - 10);
        }
        context.fillText(name, from + 7, LINE.top + LINE.height / 2 + 1);
      }
    });
  }

  /** No transport: no colour either. */
  #hatch(from, wide) {
    const context = this.#context;
    context.save();
    context.beginPath();
    context.rect(from, LINE.top, wide, LINE.height);
    context.clip();
    context.strokeStyle = this.#colours[''];
    context.lineWidth = 1.2;
    context.beginPath();
    for (let at = from - LINE.height; at < from + wide; at += 6) {
      context.moveTo(at, LINE.top + LINE.height);
      context.lineTo(at + LINE.height, LINE.top);
    }
    context.stroke();
    context.restore();
  }

  #ticks(ticks, x) {
    const context = this.#context;
    for (const { at, transport } of ticks) {
      context.fillStyle = this.#colours[transport];
      context.fillRect(x(at) - 0.75, TICKS.top, 1.5, TICKS.height);
    }
  }

  /** Each transport has its shape as well as its colour. */
  #trips(trips, x, y) {
    const context = this.#context;
    for (const { at, ms, transport } of trips) {
      const across = x(at);
      const down = y(ms);
      context.fillStyle = this.#colours[transport];
      context.beginPath();
      if (transport === 'websocket') {
        context.arc(across, down, 2.4, 0, 7);
      } else if (transport === 'sse') {
        context.moveTo(across, down - 3.4);
        context.lineTo(across + 3.2, down + 2.4);
        context.lineTo(across - 3.2, down + 2.4);
      } else {
        context.rect(across - 2.3, down - 2.3, 4.6, 4.6);
      }
      context.fill();
    }
  }

  #marks(marks, x, right, height) {
    const context = this.#context;
    context.save();
    context.setLineDash([4, 3]);
    context.lineWidth = 1.2;
    context.strokeStyle = this.#colours.hurt;
    context.textAlign = 'left';
    const rows = [[], [], []];
    const placed = marks.map(({ at, label }) => ({ across: Math.round(x(at)) + 0.5, label }));
    for (const { across } of placed) {
      context.beginPath();
      context.moveTo(across, LINE.top);
      context.lineTo(across, height - TRIPS.bottom);
      context.stroke();
    }
    // The newest first; a label that finds no room is left out.
    for (const { across, label } of placed.reverse()) {
      const wide = context.measureText(label).width + 10;
      const from = across + wide < right ? across + 1 : across - wide;
      const row = rows.findIndex((taken) => taken.every((other) => from + wide < other.from || from > other.to));
      if (row >= 0) {
        rows[row].push({ from, to: from + wide });
        const middle = TRIPS.top + 8 + row * 16;
        context.fillStyle = this.#colours.card;
        context.fillRect(from, middle - 8, wide - 1, 16);
        context.fillStyle = this.#colours.hurt;
        context.fillText(label, from + 4, middle);
      }
    }
    context.restore();
  }
}
