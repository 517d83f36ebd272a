// Numbered messages and what they tell of themselves; the same as Tally.java's.

export function message(number) {
  if (number % 7 === 0) {
    const bytes = new Uint8Array(4 + (number % 50));
    new DataView(bytes.buffer).setInt32(0, number);
    return bytes.buffer;
  }
  const filling = number % 50 === 3 ? '\nlong '.repeat(400) : number % 5 === 0 ? '\r\n' : '';
  return number + ':' + filling;
}

export function numberOf(data) {
  return typeof data === 'string' ? parseInt(data) : new DataView(data).getInt32(0);
}

function isSame(one, other) {
  if (typeof one === 'string' || typeof other === 'string') {
    return one === other;
  }
  return String(new Uint8Array(one)) === String(new Uint8Array(other));
}

export class Tally {
  received = 0;
  repeated = 0;
  disordered = 0;
  damaged = 0;
  seen = [];

  /** `saved`: another tally that goes on here. */
  constructor(saved) {
    Object.assign(this, saved);
  }

  counts(data) {
    const number = numberOf(data);
    this.received++;
    this.damaged += isSame(data, message(number)) ? 0 : 1;
    if (this.seen[number]) {
      this.repeated++;
    } else if (number < this.seen.length) {
      this.disordered++;
    }
    this.seen[number] = 1;
  }

  figures(expected) {
    const { received, repeated, disordered, damaged } = this;
    const distinct = this.seen.filter((it) => it).length;
    return { received, lost: expected - distinct, repeated, disordered, damaged };
  }
}
