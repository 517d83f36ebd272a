/** The entry of the legacy bundle: a module to whoever has modules, else one global, `Bowline`. */
import { Bowline } from './bowline';

declare const exports: { Bowline: unknown } | undefined;

(typeof exports === 'object' ? exports : (self as unknown as { Bowline: unknown })).Bowline = Bowline;
