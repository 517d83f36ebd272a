/** The entry of the topics' legacy script: a module to whoever has modules, else it adds `Bowline.topics`. */
import { topics } from './topics';

declare const exports: { topics: unknown } | undefined;

(typeof exports === 'object' ? exports : (self as unknown as { Bowline: { topics: unknown } }).Bowline).topics = topics;
