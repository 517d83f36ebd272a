/**
 * Does each transport do what the protocol's page says, clause by clause, in both directions, over
 * real sockets?
 */
@NullMarked
package dev.bowline.compat.transports;

import org.jspecify.annotations.NullMarked;
