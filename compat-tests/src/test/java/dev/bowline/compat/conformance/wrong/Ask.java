package dev.bowline.compat.conformance.wrong;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A request, whole. What changes it makes another. */
@SuppressWarnings("ArrayRecordComponent") // bytes of the wire; requests are never compared
record Ask(String method, String target, String version, List<String> headers, byte[] body) {

  private static final byte[] NOTHING = {};

  /** The next request, or nothing where the client has no more. */
  static Optional<Ask> read(InputStream in) throws IOException {
    List<String> head = Http1.head(in);
    if (head.isEmpty()) {
      return Optional.empty();
    }
    String[] first = head.get(0).split(" ", 3);
    if (first.length < 3) {
      throw new IOException("no request: " + head.get(0));
    }
    List<String> headers = head.subList(1, head.size());
    if (Http1.isChunked(headers)) {
      List<String> plain = Http1.without(headers, "Transfer-Encoding");
      return Optional.of(
          new Ask(first[0], first[1], first[2], plain, NOTHING)
              .withBody(new Chunks(in).readAllBytes()));
    }
    int length = Http1.header(headers, "Content-Length").map(Integer::valueOf).orElse(0);
    return Optional.of(new Ask(first[0], first[1], first[2], headers, Http1.exactly(in, length)));
  }

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(Http1.head(method + " " + target + " " + version, headers));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }

  Optional<String> header(String name) {
    return Http1.header(headers, name);
  }

  boolean isUpgrade() {
    return method.equals("GET")
        && header("Upgrade").filter("websocket"::equalsIgnoreCase).isPresent();
  }

  boolean isStream() {
    return method.equals("GET")
        && !isUpgrade()
        && header("Accept")
            .filter(types -> types.matches(".*text/event-stream(?![\\w-]).*"))
            .isPresent();
  }

  boolean isPoll() {
    return method.equals("GET") && !isUpgrade() && !isStream() && token().isPresent();
  }

  boolean isPost() {
    return method.equals("POST");
  }

  /** Whether it posts messages that are numbered. */
  boolean isBatch() {
    return isPost() && has("seq");
  }

  boolean isAttach() {
    return token().isPresent() && method.equals("GET") && !has("probe");
  }

  String path() {
    return target.replaceFirst("\\?.*", "");
  }

  /** The token that the path names, if it names one. */
  Optional<String> token() {
    String rest = path().substring(Math.min(path().length(), RightServer.CHANNEL.length()));
    return rest.length() > 1 && !rest.contains(".")
        ? Optional.of(rest.substring(1))
        : Optional.empty();
  }

  List<String> parameters() {
    int query = target.indexOf('?');
    return query < 0 ? List.of() : Arrays.asList(target.substring(query + 1).split("&", -1));
  }

  private static Predicate<String> named(String name) {
    return parameter -> parameter.equals(name) || parameter.startsWith(name + "=");
  }

  boolean has(String name) {
    return parameters().stream().anyMatch(named(name));
  }

  Optional<String> parameter(String name) {
    return parameters().stream()
        .filter(named(name))
        .map(it -> it.substring(Math.min(it.length(), name.length() + 1)))
        .findFirst();
  }

  /** A parameter that is a number as the protocol writes them. */
  OptionalLong number(String name) {
    Optional<String> number = parameter(name).filter(it -> it.matches("[0-9]{1,15}"));
    return number.isPresent()
        ? OptionalLong.of(Long.parseLong(number.get()))
        : OptionalLong.empty();
  }

  Ask without(String name) {
    return withParameters(parameters().stream().filter(named(name).negate()).toList());
  }

  Ask with(String name, Object value) {
    return withParameters(
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(name + "=" + value),
                parameters().stream().filter(named(name).negate()))
            .toList());
  }

  Ask withParameters(List<String> parameters) {
    return withTarget(
        parameters.isEmpty()
            ? path()
            : path() + parameters.stream().collect(Collectors.joining("&", "?", "")));
  }

  Ask withTarget(String other) {
    return new Ask(method, other, version, headers, body);
  }

  Ask withMethod(String other) {
    return new Ask(other, target, version, headers, body);
  }

  Ask withHeader(String name, String value) {
    return new Ask(method, target, version, Http1.with(headers, name, value), body);
  }

  Ask withoutHeader(String name) {
    return new Ask(method, target, version, Http1.without(headers, name), body);
  }

  Ask withBody(byte[] other) {
    return new Ask(method, target, version, headers, other)
        .withHeader("Content-Length", String.valueOf(other.length));
  }
}
