/**
 * What a check works with: a server that is known by its URL alone, lines to it that write down
 * what goes over them and never outlive their check, and words to say what was expected.
 */
@NullMarked
package dev.bowline.compat.conformance.peer;

import org.jspecify.annotations.NullMarked;
