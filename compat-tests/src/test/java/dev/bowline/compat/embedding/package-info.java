/**
 * Does a channel work wherever a host puts it: beside, inside and behind other people's handlers?
 */
@NullMarked
package dev.bowline.compat.embedding;

import org.jspecify.annotations.NullMarked;
