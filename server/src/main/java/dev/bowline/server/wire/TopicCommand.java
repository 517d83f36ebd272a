package dev.bowline.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a client means by a text that begins with SOH, on a channel that has topics. */
public sealed interface TopicCommand {
  /**
   * Wants the messages of a topic.
   *
   * @param since the position after which, as the client spelled it
   */
  record Subscribe(String topic, Optional<String> since) implements TopicCommand {}

  /** Wants no more of them. */
  record Unsubscribe(String topic) implements TopicCommand {}

  /** A message for the application that really begins with SOH. */
  record Direct(Payload payload) implements TopicCommand {}

  /**
   * None of these.
   *
   * @param topic the topic as far as that could be read, else empty
   */
  record Malformed(String topic, String reason) implements TopicCommand {}

  /** Reads what a client sent; null if it is a message like any other. */
  static @Nullable TopicCommand read(Payload payload) {
    if (!payload.isText() || !Envelope.beginsWithSoh(payload)) {
      return null;
    }
    String text = payload.text().substring(1);
    if (text.startsWith(String.valueOf(Envelope.SOH))) {
      return new Direct(Payload.text(text));
    }
    int space = text.indexOf(' ');
    String word = space < 0 ? text : text.substring(0, space);
    if (!word.equals("subscribe") && !word.equals("unsubscribe")) {
      return new Malformed("", "no command of topics");
    }
    try {
      return read(word, Json.object(text.substring(word.length())));
    } catch (MalformedException malformed) {
      return new Malformed("", malformed.getMessage());
    }
  }

  private static TopicCommand read(String word, Json data) {
    String topic = data.text("topic");
    if (!Envelope.isName(topic)) {
      boolean fits = topic.getBytes(UTF_8).length <= Envelope.MAX_NAME_BYTES;
      return new Malformed(fits ? topic : "", "no name for a topic");
    }
    if (word.equals("unsubscribe")) {
      return new Unsubscribe(topic);
    }
    try {
      return new Subscribe(
          topic, data.has("since") ? Optional.of(data.text("since")) : Optional.empty());
    } catch (MalformedException noText) {
      return new Malformed(topic, noText.getMessage());
    }
  }
}
