/**
 * How do others fare where we claim to do well? Socket.IO, SockJS and CometD beside Bowline, each
 * with its own server and client and the settings that its documentation recommends, in one
 * Chromium, through the same faults. {@code docs/comparison.md} has the table and the settings.
 */
@NullMarked
package dev.bowline.compat.comparison;

import org.jspecify.annotations.NullMarked;
