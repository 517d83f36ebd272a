/**
 * Is the design right? The models of {@code compat-tests/model}, written in Promela, say what the
 * protocol does in fewer lines than any implementation. Here spin visits every state of them that
 * there is at a small size, and refutes every variant that is wrong on purpose. Nothing of ours
 * runs.
 */
@NullMarked
package dev.bowline.compat.model;

import org.jspecify.annotations.NullMarked;
