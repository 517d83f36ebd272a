/**
 * Which transports are worth a try, and in which order. Pure.
 *
 * A transport that carried nothing twice in a row counts as broken for a while: it is tried after the others, or
 * by a probe.
 */
import type { Transport } from './api';
import { filter } from './lists';

/** So many uses in a row that carried nothing make a transport count as broken. */
const STRIKES = 2;

export type Ranking = ReturnType<typeof createRanking>;

/** `preferred`: what the application allows, best first; `brokenFor`: milliseconds. */
export function createRanking(
  preferred: readonly Transport[],
  supports: (transport: Transport) => unknown,
  brokenFor: number,
) {
  const strikes: Partial<Record<Transport, number>> = {};
  const brokenUntil: Partial<Record<Transport, number>> = {};

  /** All that application, engine and server (once it is known) have in common, best first. */
  const usable = (offered: readonly Transport[] | undefined): Transport[] =>
    filter(preferred, (transport) => supports(transport) && (!offered || offered.join().indexOf(transport) >= 0));

  return {
    usable,

    /** The order of a race: what worked the last time, then the others, then what is broken. */
    order(offered: readonly Transport[] | undefined, known: string | undefined, now: number): Transport[] {
      const score = (transport: Transport): number =>
        now < (brokenUntil[transport] || 0) ? 2 : transport === known ? 0 : 1;
      return usable(offered).sort((a, b) => score(a) - score(b));
    },

    /** It was used, and carried something or not. */
    judge(transport: Transport, useful: boolean, now: number): void {
      strikes[transport] = useful ? 0 : (strikes[transport] || 0) + 1;
      if (strikes[transport] >= STRIKES) {
        brokenUntil[transport] = now + brokenFor;
      }
    },
  };
}
