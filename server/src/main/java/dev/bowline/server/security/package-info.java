/**
 * Who may use a channel, and how much: origins with CORS, and rates by client address.
 *
 * <p>It looks at requests and answers yes or no. It knows nothing of sessions or of the protocol.
 */
@NullMarked
package dev.bowline.server.security;

import org.jspecify.annotations.NullMarked;
