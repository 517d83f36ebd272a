/** Checks the numbers that the other end puts into its messages. The server's `Tally` counts by the same rules. */
export class Tally {
  /** @param first the number that has to come first */
  constructor(first) {
    this.next = first;
    this.received = 0;
    this.repeated = 0;
    this.disordered = 0;
    /** Numbers that were jumped over and have not come since. */
    this.missing = [];
  }

  get lost() {
    return this.missing.length;
  }

  take(number) {
    this.received++;
    if (number >= this.next) {
      for (let jumped = this.next; jumped < number; jumped++) {
        this.missing.push(jumped);
      }
      this.next = number + 1;
      return;
    }
    const late = this.missing.indexOf(number);
    if (late >= 0) {
      this.missing.splice(late, 1);
      this.disordered++;
    } else {
      this.repeated++;
    }
  }

  /** A tally as it was before the page was reloaded. */
  static from(saved) {
    return Object.assign(new Tally(0), saved);
  }
}
