/**
 * What an application touches: a {@link dev.bowline.server.Channel} with its callbacks and limits,
 * the {@link dev.bowline.server.Session} that stands for one client, and two ways to put a channel
 * on the net, {@link dev.bowline.server.ChannelHandler} inside a Jetty of yours and {@link
 * dev.bowline.server.ChannelServer} with a Jetty of its own.
 *
 * <p>This package may use all the others; none of them knows it.
 */
@NullMarked
package dev.bowline.server;

import org.jspecify.annotations.NullMarked;
