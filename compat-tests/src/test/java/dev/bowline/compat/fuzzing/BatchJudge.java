package dev.bowline.compat.fuzzing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bowline.compat.client.Json;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which bodies are batches and what messages they hold, said once more: by lines and regular
 * expressions, from the protocol's page.
 */
final class BatchJudge {
  private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");
  private static final Pattern BASE64 =
      Pattern.compile("([A-Za-z0-9+/]{4})*+([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?");
  private static final Pattern JSON_STRING =
      Pattern.compile(
          "[ \t\r\n]*\"([^\"\\\\\\x00-\\x1f]++|\\\\([\"\\\\/bfnrt]|u[0-9a-fA-F]{4}))*+\"[ \t\r\n]*");

  /** What a message carries. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Content(boolean text, byte[] bytes) {}

  private BatchJudge() {}

  /** The messages; empty if the body is no batch. */
  static Optional<List<Content>> messages(byte[] body) {
    return RecordJudge.utf8(body).flatMap(BatchJudge::messages);
  }

  private static Optional<List<Content>> messages(String body) {
    String[] lines = LINE_END.split(body.startsWith("\uFEFF") ? body.substring(1) : body, -1);
    List<Content> messages = new ArrayList<>();
    String type = "";
    String data = null;
    for (int i = 0; i < lines.length - 1; i++) {
      String line = lines[i];
      if (line.isEmpty()) {
        Optional<Content> message = data == null ? Optional.empty() : content(type, data);
        if (message.isEmpty() && (data != null || !type.isEmpty())) {
          return Optional.empty();
        }
        message.ifPresent(messages::add);
        type = "";
        data = null;
        continue;
      }
      int colon = line.indexOf(':');
      String name = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1);
      value = value.startsWith(" ") ? value.substring(1) : value;
      if (name.equals("data")) {
        data = joined(data, value);
      } else if (name.equals("event")) {
        type = value;
      }
    }
    boolean ended = data == null && type.isEmpty() && lines[lines.length - 1].isEmpty();
    return ended ? Optional.of(messages) : Optional.empty();
  }

  private static String joined(@Nullable String data, String line) {
    return data == null ? line : data + "\n" + line;
  }

  private static Optional<Content> content(String type, String data) {
    return switch (type) {
      case "", "message" -> Optional.of(text(data));
      case "text" ->
          JSON_STRING.matcher(data).matches()
              ? Optional.of(text(Json.parse(data).string()))
              : Optional.empty();
      case "binary" ->
          BASE64.matcher(data).matches()
              ? Optional.of(new Content(false, Base64.getDecoder().decode(data)))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Content text(String text) {
    StringBuilder wellFormed = new StringBuilder();
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(wellFormed::appendCodePoint);
    return new Content(true, wellFormed.toString().getBytes(UTF_8));
  }
}
