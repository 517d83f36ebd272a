/** Options: defaults and checks, in one place. */
import type { BowlineOptions } from './api';

const DEFAULTS: Required<BowlineOptions> = {
  transports: ['websocket', 'sse', 'polling'],
  headStart: 500,
  connectTimeout: 5000,
  backoff: 500,
  maxBackoff: 30000,
  probes: [5000, 30000, 300000],
  remember: 600000,
  closeTimeout: 10000,
  credentials: false,
  headers: {},
  maxBuffer: 1 << 24,
  overflow: 'error',
  reload: false,
  environment: {},
};

/** Fills in the defaults; a WebSocket's protocols, in the options' place, are no options. */
export function complete(given: BowlineOptions | string | readonly string[] | undefined): Required<BowlineOptions> {
  const options = {} as Record<string, unknown>;
  const source = (given || {}) as Record<string, unknown>;
  const defaults = DEFAULTS as unknown as Record<string, unknown>;
  for (const name in defaults) {
    const value = source[name] === undefined ? defaults[name] : source[name];
    // Written so that NaN fails as well.
    if (typeof defaults[name] === 'number' && !((value as number) >= 0)) {
      throw new RangeError(name + ' not >= 0: ' + String(value));
    }
    options[name] = value;
  }
  return options as unknown as Required<BowlineOptions>;
}
