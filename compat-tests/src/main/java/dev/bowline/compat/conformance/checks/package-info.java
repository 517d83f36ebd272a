/**
 * The checks, a file for each section of the protocol's page or a part of it. A check is a short
 * function and a sentence that says what must hold; it knows its peer, and nothing of how results
 * are told.
 */
@NullMarked
package dev.bowline.compat.conformance.checks;

import org.jspecify.annotations.NullMarked;
