package dev.bowline.compat.conformance.wrong;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bowline.compat.client.Json;
import dev.bowline.compat.client.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the server says on a connection: a record, a message, or what is neither. It keeps the bytes
 * that it came in, so that what is passed on unchanged is unchanged to the byte.
 *
 * @param kind {@code message}, the name of a record, {@code end} for the Close of a WebSocket, or
 *     {@code other}: blocks of an event stream without data, control frames
 * @param data of a record; of the end its code
 */
@SuppressWarnings("ArrayRecordComponent") // bytes of the wire; never compared
record Said(String kind, String data, Optional<Payload> payload, Optional<byte[]> asItCame) {

  private static final Map<String, String> LETTERS =
      Map.of(
          "session",
          "s",
          "ack",
          "a",
          "ping",
          "p",
          "gap",
          "g",
          "reconnect",
          "r",
          "close",
          "c",
          "error",
          "e");

  static Said record(String kind, Object data) {
    return new Said(kind, data.toString(), Optional.empty(), Optional.empty());
  }

  static Said message(Payload payload) {
    return new Said("message", "", Optional.of(payload), Optional.empty());
  }

  /** These bytes, whatever they say. */
  static Said bytes(String kind, byte[] bytes) {
    return new Said(kind, "", Optional.empty(), Optional.of(bytes));
  }

  /** The Close of a WebSocket. */
  static Said end(int code) {
    byte[] payload = {(byte) (code >> 8), (byte) code};
    return new Said(
        "end",
        String.valueOf(code),
        Optional.empty(),
        Optional.of(new SocketFrame(0x88, payload).unmasked()));
  }

  /** The next block of an event stream, up to its empty line; nothing where there is none. */
  static Optional<Said> event(InputStream in) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    String type = "message";
    List<String> data = new ArrayList<>();
    while (true) {
      byte[] line = line(in);
      block.writeBytes(line);
      String text = new String(line, UTF_8);
      if (!text.endsWith("\n")) {
        return block.size() == 0
            ? Optional.empty()
            : Optional.of(bytes("other", block.toByteArray()));
      }
      if (text.equals("\n")) {
        return Optional.of(event(type, data, block.toByteArray()));
      }
      String value =
          text.substring(text.indexOf(':') + 1, text.length() - 1).replaceFirst("^ ", "");
      if (text.startsWith("event:")) {
        type = value;
      } else if (text.startsWith("data:")) {
        data.add(value);
      }
    }
  }

  private static byte[] line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = 0;
    while (next != '\n' && (next = in.read()) >= 0) {
      line.write(next);
    }
    return line.toByteArray();
  }

  private static Said event(String type, List<String> lines, byte[] block) {
    if (lines.isEmpty()) {
      return bytes("other", block);
    }
    String data = String.join("\n", lines);
    Optional<Payload> payload =
        switch (type) {
          case "message" -> Optional.of(Payload.text(data));
          case "text" -> Optional.of(Payload.text(Json.parse(data).string()));
          case "binary" -> Optional.of(Payload.binary(Base64.getDecoder().decode(data)));
          default -> Optional.empty();
        };
    return new Said(payload.isPresent() ? "message" : type, data, payload, Optional.of(block));
  }

  /** A whole frame of the server's; on a bare WebSocket all of them are messages. */
  static Said frame(SocketFrame frame, boolean bare) {
    byte[] bytes = frame.unmasked();
    if (frame.opcode() == SocketFrame.CLOSE) {
      return new Said(
          "end", String.valueOf(frame.closeCode()), Optional.empty(), Optional.of(bytes));
    }
    if (frame.opcode() == SocketFrame.BINARY) {
      return new Said(
          "message", "", Optional.of(Payload.binary(frame.payload())), Optional.of(bytes));
    }
    if (frame.opcode() != SocketFrame.TEXT) {
      return bytes("other", bytes);
    }
    String text = frame.text();
    if (bare || text.startsWith("m")) {
      String message = bare ? text : text.substring(1);
      return new Said("message", "", Optional.of(Payload.text(message)), Optional.of(bytes));
    }
    for (Map.Entry<String, String> letter : LETTERS.entrySet()) {
      if (text.startsWith(letter.getValue())) {
        return new Said(letter.getKey(), text.substring(1), Optional.empty(), Optional.of(bytes));
      }
    }
    return bytes("other", bytes);
  }

  boolean is(String wanted) {
    return kind.equals(wanted);
  }

  /** Whether it is an {@code error} or {@code close} with this code. */
  boolean is(String wanted, int code) {
    return is(wanted) && Json.parse(data).number("code") == code;
  }

  boolean isMessage() {
    return is("message");
  }

  /** The text of a message that is one. */
  Optional<String> text() {
    return payload.map(it -> it instanceof Payload.Text text ? text.text() : null);
  }

  long number() {
    return Long.parseLong(data);
  }

  /** A member of a record's JSON, as it stands there; numbers and booleans only. */
  Said with(String member, Object value) {
    return record(
        kind, data.replaceFirst("\"" + member + "\":[^,}]*", "\"" + member + "\":" + value));
  }

  byte[] asEvent() {
    return asItCame.orElseGet(
        () ->
            payload
                .map(Payload::asEvent)
                .orElse("event: " + kind + "\ndata: " + data + "\n\n")
                .getBytes(UTF_8));
  }

  byte[] asFrame(boolean bare) {
    return asItCame.orElseGet(
        () -> {
          if (payload.isPresent() && payload.get() instanceof Payload.Binary binary) {
            return new SocketFrame(0x80 | SocketFrame.BINARY, binary.array()).unmasked();
          }
          String text =
              text().map(it -> bare ? it : "m" + it).orElseGet(() -> LETTERS.get(kind) + data);
          return new SocketFrame(0x80 | SocketFrame.TEXT, text.getBytes(UTF_8)).unmasked();
        });
  }
}
