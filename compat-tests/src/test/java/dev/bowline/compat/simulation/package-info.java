/**
 * Does the promise hold for the two real ends together, in every history that a network can play
 * them? The server's pure core and the JavaScript client's, one process, no sockets and no clock;
 * and the histories that all simulations share.
 */
@NullMarked
package dev.bowline.compat.simulation;

import org.jspecify.annotations.NullMarked;
