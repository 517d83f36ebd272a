package dev.bowline.compat.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Faults that take the server's place. */
final class Answers extends Fault {
  /** RFC 6455, section 1.3. */
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final Deed deed;

  private interface Deed {
    void does(Exchange exchange) throws IOException;
  }

  private Answers(String name, Deed deed) {
    super(name);
    this.deed = deed;
  }

  static Fault never(String name) {
    return new Answers(name, exchange -> exchange.line().isForgotten());
  }

  static Fault with(int status) {
    return new Answers(
        "answered " + status,
        exchange -> {
          says(exchange, "HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\nConnection: close");
          exchange.line().isEnded(false, true, true);
        });
  }

  static Fault asIfUpgraded() {
    return new Answers(
        "answered 101 and swallowed",
        exchange -> {
          Head asked = exchange.head();
          String protocol = asked.value("sec-websocket-protocol").split(",", 2)[0];
          says(
              exchange,
              "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade"
                  + ("\r\nSec-WebSocket-Accept: " + accept(asked.value("sec-websocket-key")))
                  + (protocol.isEmpty() ? "" : "\r\nSec-WebSocket-Protocol: " + protocol));
          exchange.line().isForgotten();
        });
  }

  private static void says(Exchange exchange, String head) throws IOException {
    byte[] bytes = (head + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    exchange.flow(Direction.TO_CLIENT).passes(bytes, 0, bytes.length);
  }

  private static String accept(String key) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-1");
      byte[] digest = sha.digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  void strikes(Exchange exchange) throws IOException {
    deed.does(exchange);
  }
}
