/**
 * A client written from the protocol's page alone, with nothing of the server's code: raw lines on
 * which anything can be written, read and done wrong, and above them one client that keeps every
 * rule. What it takes from the server are bytes. It must never know {@code dev.bowline.server}.
 */
@NullMarked
package dev.bowline.compat.client;

import org.jspecify.annotations.NullMarked;
