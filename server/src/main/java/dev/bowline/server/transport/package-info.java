/**
 * What carries a session: the requests and WebSockets of a channel, turned into calls on {@code
 * session} and its records into bytes.
 *
 * <p>There is one file for each kind of connection. They differ in how they write what they have
 * pulled and in when they are done; everything else is the same and stands in {@code
 * PulledConnection}. This is where Jetty ends: no class below knows it.
 */
@NullMarked
package dev.bowline.server.transport;

import org.jspecify.annotations.NullMarked;
