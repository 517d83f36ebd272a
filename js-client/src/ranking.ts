/**
 * Which transports are worth a try, and in which order. Pure.
 *
 * A transport that carried nothing twice in a row counts as broken for a while: it is tried only when nothing else is
 * left, or by a probe.
 */
import type { Transport } from './api';
import { filter } from './lists';
import { NEVER } from './records';

/** So many uses in a row that carried nothing make a transport count as broken. */
const STRIKES = 2;

export type Ranking = ReturnType<typeof createRanking>;

/** `preferred`: what the application allows, best first; `brokenFor`: milliseconds. */
export function createRanking(
  preferred: readonly Transport[],
  supports: (transport: Transport) => boolean,
  brokenFor: number,
) {
  const strikes: Partial<Record<Transport, number>> = {};
  const brokenUntil: Partial<Record<Transport, number>> = {};

  /** All that application, engine and server (once it is known) have in common, best first. */
  const usable = (offered: readonly Transport[] | undefined): Transport[] => {
    return filter(
      preferred,
      (transport) =>
        brokenUntil[transport] !== NEVER && supports(transport) && (!offered || offered.join().indexOf(transport) >= 0),
    );
  };

  return {
    usable,

    /** The order of a race: what worked the last time, then the others. */
    order(offered: readonly Transport[] | undefined, known: string | undefined, now: number): Transport[] {
      const all = usable(offered);
      const sound = filter(all, (transport) => !(now < (brokenUntil[transport] || 0)));
      const list = sound.length ? sound : all;
      return filter(list, (transport) => transport === known).concat(filter(list, (transport) => transport !== known));
    },

    /** It was used, and carried something or not. */
    judge(transport: Transport, useful: boolean, now: number): void {
      strikes[transport] = useful ? 0 : (strikes[transport] || 0) + 1;
      if ((strikes[transport] as number) >= STRIKES) {
        brokenUntil[transport] = now + brokenFor;
      }
    },

    /** The server doesn't offer it here. */
    exclude(transport: Transport): void {
      brokenUntil[transport] = NEVER;
    },
  };
}
