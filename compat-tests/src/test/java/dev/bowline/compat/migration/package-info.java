/**
 * Does a session lose, repeat or reorder anything when it moves from one transport to another, or
 * when its connection is cut in the middle of a record? Each test prints one line of figures.
 */
@NullMarked
package dev.bowline.compat.migration;

import org.jspecify.annotations.NullMarked;
