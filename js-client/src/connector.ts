/**
 * Which transport carries the session, and when. Pure like the session: time comes in, effects go out, and every wait is
 * a point in time that each event looks at (timers of a hidden tab come late, and sleep stops them altogether).
 *
 * An attempt is a connection under trial or in use. It is one of
 * - opening: opens a session of its own. Several race; the first that brings a record is kept, the others vanish;
 * - direct: carries an attach of the session, proved or not. There is only one, since a newer attach ends the older;
 * - probe: attaches nothing. Two pings prove the path (the second, 200 ms later, finds a box that kills or withholds);
 *   then it attaches: in band over WebSocket, anew over a stream.
 * So a race for a known session runs a direct attach beside probes: no unproved path costs it one that works.
 */
import type { Transport } from './api';
import type { Attempt } from './attempt';
import { filter } from './lists';
import type { ConnectorEffects, ConnectorOptions } from './ports';
import { createRanking } from './ranking';
import { NEVER, broken, isFatal } from './records';
import type { Ending, Payload, RecordType, SessionInfo } from './records';
import type { Session } from './session';
import type { Connection } from './transports/transport';

/** Silence of so many heartbeats means death. */
const HEARTBEATS = 2.2;
/** What a poll may take beyond the time that the server holds it, in milliseconds. */
const POLL_MARGIN = 10000;
/**
 * An acknowledgement that doesn't come for so many milliseconds, and one more for each 10 bytes that wait for it, is sought
 * over another connection; the next time it has twice as many.
 */
const DOUBT = 5000;
/** A box that withholds a stream to its end brings both pings of a probe at once, not so many milliseconds apart. */
const PINGS_APART = 100;
/** A WebSocket or stream that doesn't live so many milliseconds has carried next to nothing. */
const SHORT_LIFE = 1000;
/** What a silent connection gets to deliver its backlog after a wake-up, in milliseconds. */
const WAKE_MARGIN = 2500;

export type Connector = ReturnType<typeof createConnector>;

export function createConnector(options: ConnectorOptions, effects: ConnectorEffects) {
  let session: Session;
  let attempts: Attempt[] = [];
  /** The direct attempt whose first record has come. */
  let current: Attempt | undefined;
  /** What carried the session last. */
  let carrier: Transport | '' = '';
  /** Whether the application was told of a loss; of a change of connections that works it is not. */
  let missing = false;
  let running = true;
  /** Transports that this race has not tried yet. */
  let queue: Transport[] = [];
  let raceAt = NEVER;
  let retryAt = NEVER;
  let probeAt = NEVER;
  let probesMade = 0;
  let failures = 0;
  let headStart = options.headStart;
  /** Bytes that wait for an acknowledgement, and when to doubt that it will come over what carries the session now. */
  let owed = 0;
  let doubtAt = NEVER;
  let doubt = DOUBT;
  const ranking = createRanking(options.transports, effects.supports, options.remember);

  const offered = (): readonly Transport[] | undefined => {
    const info = session.info();
    return info && info.transports;
  };

  const remove = (attempt: Attempt): void => {
    attempt.dropped = true;
    attempts = filter(attempts, (other) => other !== attempt);
    if (attempt === current) {
      current = undefined;
    }
    if (attempt.connection) {
      attempt.connection.close();
    }
  };

  /** Drops every attempt but the one that is kept, if any; probes are spared unless `all`. */
  const removeOthers = (all: boolean, kept?: Attempt): void => {
    filter(attempts, (attempt) => {
      if (attempt !== kept && (all || attempt.number)) {
        remove(attempt);
      }
    });
  };

  const patience = (): number => options.connectTimeout * Math.min(1 << failures, 4);

  /** Makes an attempt the direct one: from here on the older connections are not listened to. */
  const attach = (attempt: Attempt, now: number): { attach: number; ack: number } => {
    const position = session.attach(attempt.transport);
    removeOthers(false, attempt);
    attempt.number = position.attach;
    attempt.deadAt = now + (attempt.hold ? attempt.hold + POLL_MARGIN : patience());
    return position;
  };

  const begin = (transport: Transport, now: number, probe: boolean, hold: number): void => {
    const token = session.token();
    const attempt: Attempt = {
      transport,
      number: 0,
      hold,
      since: now,
      deadAt: now + patience(),
      records: 0,
      dropped: false,
    };
    let query = token ? 'probe=1' : 'v=1';
    if (token && !probe) {
      const position = attach(attempt, now);
      query = 'attach=' + position.attach + '&ack=' + position.ack + '&wait=' + hold;
    }
    attempts.push(attempt);
    const down = (why: Ending): void => {
      effects.run((at) => {
        ended(attempt, why, at);
      });
    };
    try {
      attempt.connection = effects.open(transport, token, query, {
        record(type, data) {
          effects.run((at) => {
            try {
              received(attempt, type, data, at);
            } catch {
              // What can't be read is not ours.
              ended(attempt, broken(), at);
            }
          });
        },
        down,
      });
    } catch {
      // Some engines throw instead of failing: too many sockets, mixed content.
      ended(attempt, broken(), now);
    }
  };

  /** Starts the next transport of the race beside the others. */
  const race = (now: number): void => {
    const transport = queue.shift();
    raceAt = NEVER;
    if (transport) {
      raceAt = now + headStart;
      begin(transport, now, attempts.length > 0 && transport !== 'polling', 0);
    }
  };

  const connect = (now: number): void => {
    retryAt = NEVER;
    if (!running) {
      return;
    }
    queue = ranking.order(offered(), effects.remembered(), now);
    race(now);
  };

  /** Ends the race, and calls off the next one. */
  const rest = (): void => {
    queue = [];
    raceAt = retryAt = NEVER;
  };

  const retry = (now: number, delay: number): void => {
    rest();
    retryAt = now + delay;
  };

  /** The direct attempt, proved or not. */
  const direct = (): Attempt | undefined => {
    return filter(attempts, (attempt) => attempt.number)[0];
  };

  /** Lets go of every connection. */
  const release = (now: number): void => {
    const attempt = direct();
    removeOthers(true);
    if (attempt) {
      session.detach(attempt.number, broken(), now);
    }
    lose(broken());
  };

  const lose = (why: Ending): void => {
    if (carrier && !missing) {
      missing = true;
      effects.detached(why);
    }
  };

  const received = (attempt: Attempt, type: RecordType, data: Payload, now: number): void => {
    if (attempt.dropped) {
      return;
    }
    attempt.records++;
    if (!attempt.number) {
      if (type === 'e' || type === 'c') {
        ended(attempt, JSON.parse(data as string) as Ending, now);
      } else if (session.token()) {
        if (attempt.records < 2) {
          attempt.since = now;
        } else if ((attempt.connection as Connection).write || now - attempt.since > PINGS_APART) {
          promote(attempt, now);
        }
      } else if (type === 's') {
        attempt.number = 1;
      }
      if (attempt.number !== 1) {
        return;
      }
    }
    if (attempt === current) {
      live(attempt, now);
    }
    session.receive(attempt, type, data, now);
  };

  /** Another connection beside the one that may hang, or in its place. That may be a poll, which is held and not proved. */
  const renew = (now: number, beside: boolean): void => {
    const attempt = direct();
    if (attempt) {
      if (!beside) {
        session.detach(attempt.number, broken(), now);
      }
      begin(attempt.transport, now, beside, 0);
    }
  };

  const live = (attempt: Attempt, now: number): void => {
    if (attempt.transport !== 'polling') {
      attempt.deadAt = now + (session.info() as SessionInfo).heartbeat * HEARTBEATS;
    }
  };

  /** A probe has proved its path: the session moves there. */
  const promote = (attempt: Attempt, now: number): void => {
    const connection = attempt.connection as Connection;
    if (connection.write) {
      connection.write('t' + JSON.stringify(attach(attempt, now)));
    } else {
      remove(attempt);
      begin(attempt.transport, now, false, 0);
    }
  };

  const ended = (attempt: Attempt, why: Ending, now: number): void => {
    if (attempt.dropped) {
      return;
    }
    const transport = attempt.transport;
    const number = attempt.number;
    const polling = transport === 'polling';
    const useful = number && attempt.records > (polling ? 0 : 1);
    remove(attempt);
    ranking.judge(transport, useful && (polling || now - attempt.since > SHORT_LIFE), now);
    if (useful) {
      failures = 0;
      if (!why.code) {
        // A poll was answered, or a stream has come to its end in order.
        begin(transport, now, false, polling ? (session.info() as SessionInfo).wait : 0);
        return;
      }
    }
    if (number) {
      if (session.detach(number, why, now)) {
        return;
      }
      lose(why);
    } else if (!session.token() && isFatal(why.code)) {
      effects.closed(why);
    }
    if (!running || current) {
      return;
    }
    if (why.retryAfter) {
      removeOthers(true);
      queue = [];
    }
    if (queue.length) {
      // No use in waiting for the head start of what has failed.
      race(now);
    } else if (!attempts.length) {
      retry(now, Math.max(why.retryAfter || 0, effects.backoff(failures++)));
    }
  };

  const planProbe = (now: number): void => {
    // Without intervals there are no probes.
    probeAt = now + (options.probes[Math.min(probesMade++, options.probes.length - 1)] as number) || NEVER;
  };

  /** Probes whatever is better than what carries the session. */
  const probe = (now: number): void => {
    let better = true;
    filter(ranking.usable(offered()), (transport) => {
      better = better && transport !== carrier;
      if (better && transport !== 'polling') {
        begin(transport, now, true, 0);
      }
    });
    planProbe(now);
  };

  const stop = (): void => {
    running = false;
    rest();
    probeAt = NEVER;
    removeOthers(true);
  };

  return {
    connect,
    stop,

    /** The session's newest connection has brought its first record. */
    attached(now: number): void {
      const attempt = (current = direct() as Attempt);
      const transport = attempt.transport;
      const previous = carrier;
      const resumed = missing;
      carrier = transport;
      missing = false;
      rest();
      if (!attempt.hold) {
        headStart = Math.max(options.headStart, 2 * (now - attempt.since));
      }
      live(attempt, now);
      // One poll after another is no news, and no reason to disturb the probes.
      if (resumed || transport !== previous) {
        removeOthers(true, attempt);
        probesMade = 0;
        planProbe(now);
        effects.attached(transport, previous, resumed);
      }
    },

    /** The newest connection said that it failed. */
    fail(why: Ending, now: number): void {
      ended(direct() as Attempt, why, now);
    },

    /**
     * Attaches again after a while, because the server asks for it. The connection is left at once, unless the server is
     * still to acknowledge something: then it serves until another has taken over, or the server ends it.
     */
    leave(after: number, now: number): void {
      if (!session.bytes()) {
        release(now);
      }
      retry(now, after);
    },

    /** Carries this session from now on; the first one, or another after the last was lost. */
    carry(next: Session, now: number): void {
      removeOthers(true);
      session = next;
      carrier = '';
      missing = false;
      retry(now, effects.backoff(failures));
    },

    /** Stops while the page is in the back/forward cache; `resume` goes on. */
    suspend(now: number): void {
      release(now);
      stop();
    },

    resume(now: number): void {
      running = true;
      failures = 0;
      connect(now);
    },

    /**
     * The page woke up, or the network changed (`moved`). What waits for a retry goes at once; what has not spoken for a
     * heartbeat, or may hang on a network that is gone, is to prove itself quickly.
     */
    wake(now: number, moved: boolean): void {
      failures = 0;
      if (retryAt < NEVER) {
        connect(now);
      } else if (moved) {
        renew(now, false);
        if (probeAt < NEVER) {
          probeAt = now;
        }
      } else if (current && current.deadAt - now < (session.info() as SessionInfo).heartbeat) {
        current.deadAt = Math.min(current.deadAt, now + WAKE_MARGIN);
      }
    },

    /** When `tick` is to be called next, as far as can be seen now. */
    due(now: number): number {
      const bytes = session.bytes();
      if (bytes < owed) {
        doubtAt = NEVER;
        doubt = DOUBT;
      }
      if ((owed = bytes)) {
        doubtAt = Math.min(doubtAt, now + doubt + bytes / 10);
      }
      let at = Math.min(raceAt, retryAt, probeAt, doubtAt);
      filter(attempts, (attempt) => {
        at = Math.min(at, attempt.deadAt);
      });
      return at;
    },

    /** Does what has become due. */
    tick(now: number): void {
      if (now >= raceAt) {
        race(now);
      }
      if (now >= retryAt) {
        connect(now);
      }
      if (now >= probeAt) {
        probe(now);
      }
      if (now >= doubtAt) {
        doubtAt = NEVER;
        doubt *= 2;
        renew(now, carrier !== 'polling');
      }
      filter(attempts, (attempt) => {
        if (now >= attempt.deadAt && !attempt.dropped) {
          ended(attempt, broken(), now);
        }
      });
    },
  };
}
