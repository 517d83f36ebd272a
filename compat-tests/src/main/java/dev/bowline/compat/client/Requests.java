package dev.bowline.compat.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** HTTP/1 requests as bytes. */
public final class Requests {

  private Requests() {}

  /** A request whose body has a length; every header as {@code Name: value}. */
  public static byte[] request(
      String version, String method, String target, String host, byte[] body, String... headers) {
    StringBuilder head =
        new StringBuilder(method + " " + target + " " + version + "\r\nHost: " + host + "\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    if (body.length > 0 || method.equals("POST")) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }
}
