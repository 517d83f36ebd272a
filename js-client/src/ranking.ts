/**
 * Which transports are worth a try, and in which order. Pure.
 *
 * A transport that carried nothing twice in a row counts as broken for a while: it is tried after the others, or
 * by a probe.
 */
import type { Transport } from './api';
import { filter, sort } from './lists';

export type Ranking = ReturnType<typeof createRanking>;

/** `preferred`: what the application allows, best first; `brokenFor`: milliseconds. */
export function createRanking(
  preferred: readonly Transport[],
  supports: (transport: Transport) => unknown,
  brokenFor: number,
) {
  /** When it failed, which is past and does no harm; after the second time in a row, until when it counts as broken. */
  const brokenUntil: Partial<Record<Transport, number>> = {};

  /** All that application, engine and server (once it is known) have in common, best first. */
  const usable = (offered: readonly Transport[] | undefined): Transport[] =>
    filter(preferred, (transport) => supports(transport) && (!offered || offered.join().indexOf(transport) >= 0));

  return {
    usable,

    /** The order of a race: what worked the last time, then the others, then what is broken. */
    order(offered: readonly Transport[] | undefined, known: string | undefined, now: number): Transport[] {
      const score = (transport: Transport): number =>
        (brokenUntil[transport] as number) > now ? 2 : transport === known ? 0 : 1;
      return sort(usable(offered), (a, b) => score(a) - score(b));
    },

    /** It was used, and carried something or not. */
    judge(transport: Transport, useful: unknown, now: number): void {
      brokenUntil[transport] = useful ? 0 : brokenUntil[transport] ? now + brokenFor : now;
    },
  };
}
