/** The entry of the legacy bundle: a module to whoever has modules, else one global, `Bowline`. */
import { Bowline } from './bowline';

declare const module: { exports: unknown } | undefined;

if (typeof module === 'object' && module.exports) {
  (module.exports as { Bowline: unknown }).Bowline = Bowline;
} else {
  (typeof self !== 'undefined' ? (self as unknown as { Bowline: unknown }) : (this as unknown as { Bowline: unknown })).Bowline = Bowline;
}
