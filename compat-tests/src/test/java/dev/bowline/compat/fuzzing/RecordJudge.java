package dev.bowline.compat.fuzzing;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which text frames are records, said once more: by the protocol's page, a library's JSON reader
 * and the JDK's UTF-8 decoder.
 */
final class RecordJudge {
  private static final BigInteger GREATEST = BigInteger.ONE.shiftLeft(53).subtract(BigInteger.ONE);
  private static final Pattern DIGITS = Pattern.compile("0|[1-9][0-9]*");
  private static final Pattern HUGE = Pattern.compile("([1-9])[0-9]{20,}");
  private static final int DEEPEST = 32;

  /** A number as spelled. */
  private record Spelled(String number) {}

  /** The value {@code null}. */
  private record Nothing() {}

  private RecordJudge() {}

  static boolean accepts(byte[] frame) {
    Optional<String> text = utf8(frame);
    if (text.isEmpty() || text.get().isEmpty()) {
      return false;
    }
    String data = text.get().substring(1);
    return switch (frame[0]) {
      case 'm' -> true;
      case 'p' -> data.isEmpty();
      case 'a', 'n' -> isNumber(data);
      case 's', 't', 'g', 'r', 'c', 'e' ->
          json(data).filter(members -> accepts((char) frame[0], members)).isPresent();
      default -> false;
    };
  }

  private static boolean accepts(char kind, Map<?, ?> members) {
    return switch (kind) {
      case 't' -> numbers(members, "attach", "ack") && number(members, "attach").signum() > 0;
      case 'g' ->
          numbers(members, "from", "to")
              && number(members, "from").signum() > 0
              && number(members, "from").compareTo(number(members, "to")) <= 0;
      case 'r' -> numbers(members, "after");
      case 'c', 'e' ->
          numbers(members, "code")
              && number(members, "code").compareTo(BigInteger.valueOf(1000)) >= 0
              && number(members, "code").compareTo(BigInteger.valueOf(4999)) <= 0
              && (!members.containsKey("reason") || members.get("reason") instanceof String);
      default ->
          members.get("session") instanceof String
              && members.get("id") instanceof String
              && members.get("resumed") instanceof Boolean
              && numbers(members, "ack", "next", "heartbeat", "resumeTimeout", "wait")
              && numbers(members, "maxMessage", "maxBatch")
              && isWindow(members.get("send"))
              && isWindow(members.get("receive"))
              && members.get("transports") instanceof List<?> transports
              && transports.stream().allMatch(String.class::isInstance);
    };
  }

  private static boolean isWindow(@Nullable Object value) {
    return value instanceof Map<?, ?> window && numbers(window, "messages", "bytes");
  }

  private static boolean numbers(Map<?, ?> members, String... names) {
    for (String name : names) {
      if (!(members.get(name) instanceof Spelled spelled) || !isNumber(spelled.number())) {
        return false;
      }
    }
    return true;
  }

  private static BigInteger number(Map<?, ?> members, String name) {
    return members.get(name) instanceof Spelled spelled
        ? new BigInteger(spelled.number())
        : BigInteger.ZERO;
  }

  /** Whether this is one of the protocol's numbers. */
  static boolean isNumber(String digits) {
    return DIGITS.matcher(digits).matches() && new BigInteger(digits).compareTo(GREATEST) <= 0;
  }

  /** The text that these bytes are, if they are UTF-8. */
  static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** The object that this text is, if it is one. */
  private static Optional<Map<?, ?>> json(String text) {
    if (text.startsWith("\uFEFF")) {
      // The library passes over it, which RFC 8259 lets a reader do, and ours doesn't.
      return Optional.empty();
    }
    // The library counts digits in 64 bits, and takes 1 with 64 zeros for a number that begins with
    // 0.
    String shortened = HUGE.matcher(text).replaceAll("$1" + "0".repeat(20));
    try (JsonReader reader = new JsonReader(new StringReader(shortened))) {
      reader.setStrictness(Strictness.STRICT);
      Object value = value(reader, 0);
      return reader.peek() == JsonToken.END_DOCUMENT && value instanceof Map<?, ?> members
          ? Optional.of(members)
          : Optional.empty();
    } catch (MalformedJsonException | EOFException | IllegalStateException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Object value(JsonReader reader, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new IllegalStateException("deeper than anybody needs");
    }
    switch (reader.peek()) {
      case BEGIN_OBJECT -> {
        Map<String, Object> members = new HashMap<>();
        reader.beginObject();
        while (reader.hasNext()) {
          members.putIfAbsent(reader.nextName(), value(reader, depth + 1));
        }
        reader.endObject();
        return members;
      }
      case BEGIN_ARRAY -> {
        List<Object> elements = new ArrayList<>();
        reader.beginArray();
        while (reader.hasNext()) {
          elements.add(value(reader, depth + 1));
        }
        reader.endArray();
        return elements;
      }
      case STRING -> {
        return reader.nextString();
      }
      case NUMBER -> {
        return new Spelled(reader.nextString());
      }
      case BOOLEAN -> {
        return reader.nextBoolean();
      }
      default -> {
        reader.nextNull();
        return new Nothing();
      }
    }
  }
}
