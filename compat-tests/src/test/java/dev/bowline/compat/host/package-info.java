/**
 * The server's side of a test: a server on a port of its own, and an application that remembers;
 * and what other servers of a test's begin with, a port and a certificate.
 */
@NullMarked
package dev.bowline.compat.host;

import org.jspecify.annotations.NullMarked;
