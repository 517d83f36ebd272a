package dev.bowline.server.session;

import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What one post brings.
 *
 * @param sequence the number of its first message; empty if its messages carry no number
 * @param messages what it brings, possibly nothing
 * @param acknowledged what it acknowledges
 * @param closing the close that it asks for after its messages
 */
public record Post(
    OptionalLong sequence,
    List<Payload> messages,
    OptionalLong acknowledged,
    ProtocolRecord.@Nullable Close closing) {

  /** Why a post was refused; a refused post has no effect but, with {@link #AHEAD}, its ack. */
  public enum Refusal {
    /** The session is over, or takes no more messages. */
    CLOSED,
    /** It begins beyond the next number. */
    AHEAD,
    /** It acknowledges what was never sent. */
    BAD_ACKNOWLEDGEMENT,
    /** It goes beyond the client's window. */
    OVER_WINDOW,
    /** The same for messages without a number, whose sender cannot know the window. */
    TOO_FAST
  }
}
