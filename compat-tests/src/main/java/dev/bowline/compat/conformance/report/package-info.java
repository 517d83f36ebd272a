/**
 * What a run of the kit has found, and the two forms in which it is told: a text for a terminal,
 * and JUnit's XML for machines. It knows clauses and results, and nothing of how one is checked.
 */
@NullMarked
package dev.bowline.compat.conformance.report;

import org.jspecify.annotations.NullMarked;
