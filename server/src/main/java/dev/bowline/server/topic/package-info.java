/**
 * What a topic remembers: positions, and the messages that are kept for those who come later.
 *
 * <p>Pure, like {@code session}, and told the time. It may use {@code wire} and nothing else of
 * ours; who is subscribed, and how messages get to them, is not its business.
 */
@NullMarked
package dev.bowline.server.topic;

import org.jspecify.annotations.NullMarked;
