/**
 * Coverage-guided fuzzing. A target is a class with one static method that takes bytes, does
 * something with them, and fails where what came out is neither right nor a clear refusal; what is
 * right is said by somebody else's reader of the same grammar. {@link
 * dev.bowline.compat.fuzzing.Target} lists them. Jazzer drives them in a process of its own, and
 * whatever it found out so far is kept in {@code corpus/}, which ordinary tests replay. A target
 * knows nothing of Jazzer, and gives the same for the same bytes.
 */
@NullMarked
package dev.bowline.compat.fuzzing;

import org.jspecify.annotations.NullMarked;
