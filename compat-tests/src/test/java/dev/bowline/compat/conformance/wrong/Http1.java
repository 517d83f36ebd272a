package dev.bowline.compat.conformance.wrong;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** HTTP/1 as requests and replies share it: a first line, headers in their order, a body. */
final class Http1 {

  private Http1() {}

  /** The lines of a head; none where the connection ends instead. */
  static List<String> head(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    Optional<String> line = line(in);
    while (line.isPresent() && !line.get().isEmpty()) {
      lines.add(line.get());
      line = line(in);
    }
    if (line.isEmpty() && !lines.isEmpty()) {
      throw new EOFException("ended in a head");
    }
    return lines;
  }

  /** One line without its end, or nothing where there is none. */
  static Optional<String> line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return Optional.empty();
    }
    while (next != '\n') {
      if (next < 0) {
        throw new EOFException("ended in a line");
      }
      if (next != '\r') {
        line.write(next);
      }
      next = in.read();
    }
    return Optional.of(line.toString(ISO_8859_1));
  }

  static byte[] head(String first, List<String> headers) {
    StringBuilder head = new StringBuilder(first).append("\r\n");
    headers.forEach(header -> head.append(header).append("\r\n"));
    return head.append("\r\n").toString().getBytes(ISO_8859_1);
  }

  static Optional<String> header(List<String> headers, String name) {
    return headers.stream()
        .filter(header -> isNamed(header, name))
        .map(header -> header.substring(name.length() + 1).trim())
        .findFirst();
  }

  static List<String> without(List<String> headers, String name) {
    return headers.stream().filter(header -> !isNamed(header, name)).toList();
  }

  static List<String> with(List<String> headers, String name, String value) {
    return Stream.concat(without(headers, name).stream(), Stream.of(name + ": " + value)).toList();
  }

  private static boolean isNamed(String header, String name) {
    return header.regionMatches(true, 0, name + ":", 0, name.length() + 1);
  }

  static boolean isChunked(List<String> headers) {
    return header(headers, "Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent();
  }

  static byte[] chunk(byte[] bytes) {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(ISO_8859_1));
    chunk.writeBytes(bytes);
    chunk.writeBytes("\r\n".getBytes(ISO_8859_1));
    return chunk.toByteArray();
  }

  static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("ended in a body");
    }
    return bytes;
  }
}
