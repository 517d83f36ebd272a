/**
 * The load: many clients in one thread, in the words of whichever server they speak to, and the
 * account of what each of them got. It knows protocols, and nothing of what serves them.
 */
@NullMarked
package dev.bowline.benchmarks.load;

import org.jspecify.annotations.NullMarked;
