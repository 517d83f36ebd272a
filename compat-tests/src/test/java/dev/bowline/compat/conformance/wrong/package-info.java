/**
 * Servers that are wrong on purpose, to show that the conformance kit notices. Each is the real
 * server behind one small deviation. Most deviations stand in a {@code Front} that understands the
 * protocol well enough to change one thing and leave all else as it was; a few are inside, as an
 * application or as an option of the channel. What stands here is the mirror of the kit: a
 * deviation that no check finds is a check that is missing.
 */
@NullMarked
package dev.bowline.compat.conformance.wrong;

import org.jspecify.annotations.NullMarked;
