package dev.bowline.compat.conformance.wrong;

import static dev.bowline.compat.conformance.wrong.Deviation.answering;
import static dev.bowline.compat.conformance.wrong.Deviation.saying;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bowline.compat.client.Payload;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Wrong about how messages and records are written as events: section 5. */
final class WrongEvents {

  private static final String TEXTS = "5 Grammar";
  private static final String BINARY = "5 Grammar";

  private WrongEvents() {}

  static List<WrongServer> all() {
    return List.of(
        WrongServer.of(
            "the empty text has no data line",
            TEXTS,
            texts(text -> text.isEmpty() ? Optional.of("\n") : Optional.empty())),
        WrongServer.of(
            "a text with a CR is written raw",
            TEXTS,
            texts(
                text ->
                    text.indexOf('\r') < 0
                        ? Optional.empty()
                        : Optional.of(lines(text, "data: ")))),
        WrongServer.of(
            "a text loses the LF at its end",
            TEXTS,
            texts(
                text ->
                    text.endsWith("\n") && text.indexOf('\r') < 0
                        ? Optional.of(lines(text.substring(0, text.length() - 1), "data: "))
                        : Optional.empty())),
        WrongServer.of(
            "a text loses the space at its beginning",
            TEXTS,
            texts(
                text ->
                    text.startsWith(" ") && text.indexOf('\r') < 0
                        ? Optional.of(lines(text, "data:"))
                        : Optional.empty())),
        WrongServer.of(
            "texts beyond the basic plane become question marks",
            TEXTS,
            texts(
                text ->
                    text.chars().anyMatch(c -> Character.isSurrogate((char) c))
                        ? Optional.of(lines(text.replaceAll("[^\\x{0}-\\x{ffff}]", "?"), "data: "))
                        : Optional.empty())),
        WrongServer.of(
            "base64 as in URLs",
            BINARY,
            binaries(bytes -> Base64.getUrlEncoder().encodeToString(bytes))),
        WrongServer.of(
            "base64 without padding",
            BINARY,
            binaries(bytes -> Base64.getEncoder().withoutPadding().encodeToString(bytes))),
        WrongServer.of(
            "base64 in lines of 76",
            BINARY,
            binaries(bytes -> Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(bytes))),
        WrongServer.of(
            "a ping has no data line",
            "5 Grammar",
            saying(
                (it, said) ->
                    List.of(
                        said.is("ping") && !it.isWebSocket()
                            ? Said.bytes("ping", "event: ping\n\n".getBytes(UTF_8))
                            : said))),
        WrongServer.of(
            "events are typed without their charset",
            "5 Types",
            answering(
                (it, answer) ->
                    answer.isEvents()
                        ? answer.withHeader("Content-Type", "text/event-stream")
                        : answer)),
        WrongServer.of(
            "polls are text/plain",
            "5 Types",
            answering(
                (it, answer) ->
                    it.ask().isPoll() && answer.is(200)
                        ? answer.withHeader("Content-Type", "text/plain; charset=utf-8")
                        : answer)));
  }

  /** Writes texts as this says; those of which it says nothing as is right. */
  private static Deviation texts(Function<String, Optional<String>> event) {
    return saying(
        (it, said) -> {
          Optional<String> wrong = it.isWebSocket() ? Optional.empty() : said.text().flatMap(event);
          return List.of(
              wrong.map(bytes -> Said.bytes("message", bytes.getBytes(UTF_8))).orElse(said));
        });
  }

  private static Deviation binaries(Function<byte[], String> encoded) {
    return saying(
        (it, said) ->
            !it.isWebSocket() && said.payload().orElse(null) instanceof Payload.Binary binary
                ? List.of(
                    Said.bytes(
                        "message",
                        ("event: binary\n" + lines(encoded.apply(binary.array()), "data: "))
                            .getBytes(UTF_8)))
                : List.of(said));
  }

  private static String lines(String text, String field) {
    return field + text.replace("\n", "\n" + field) + "\n\n";
  }
}
