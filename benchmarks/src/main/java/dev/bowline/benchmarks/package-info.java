/**
 * What a session costs, measured from outside: a server in a JVM of its own, and a crowd of clients
 * in another that speak to it over sockets. It uses the server's API as any application does, and
 * knows nothing of what is inside.
 */
@NullMarked
package dev.bowline.benchmarks;

import org.jspecify.annotations.NullMarked;
