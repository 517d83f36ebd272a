/**
 * What does a session survive when the kernel drops, resets or picks out packets? A network
 * namespace of its own for each fault: the runnable jar's server and the JavaScript client in Node,
 * both on its 127.0.0.1, and iptables between them. The machine's own network is never touched.
 */
@NullMarked
package dev.bowline.compat.netns;

import org.jspecify.annotations.NullMarked;
