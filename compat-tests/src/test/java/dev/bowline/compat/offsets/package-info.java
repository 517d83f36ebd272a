/**
 * Is anything lost, repeated or disordered when a connection ends at any byte? A short exchange is
 * recorded on each transport; then it is held again for every byte of every connection in it, and
 * just there the connection is cut.
 */
@NullMarked
package dev.bowline.compat.offsets;

import org.jspecify.annotations.NullMarked;
