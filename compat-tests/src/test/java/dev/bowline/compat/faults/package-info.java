/**
 * Does anything get lost, repeated or disordered when the network misbehaves? {@link
 * dev.bowline.compat.faults.FaultProxy} stands before the real server and does, on command, what
 * middleboxes and bad lines do; the real JavaScript client talks through it, in Node and in
 * Chromium.
 */
@NullMarked
package dev.bowline.compat.faults;

import org.jspecify.annotations.NullMarked;
