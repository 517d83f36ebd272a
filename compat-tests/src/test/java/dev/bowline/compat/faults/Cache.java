package dev.bowline.compat.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Keeps whole replies, whatever they say of caches, and gives them to whoever asks the same. */
final class Cache extends Fault {
  private static final byte[] WELL = "HTTP/1.1 200".getBytes(StandardCharsets.ISO_8859_1);

  private final UnaryOperator<String> key;
  private final Map<String, byte[]> replies = new ConcurrentHashMap<>();

  /** {@code key} tells from a request's target for what it counts. */
  Cache(String name, UnaryOperator<String> key) {
    super(name);
    this.key = key;
  }

  @Override
  void strikes(Exchange exchange) throws IOException {
    Request request = exchange.request();
    String asked = key.apply(request.method() + " " + request.path() + "?" + request.query());
    byte[] known = replies.get(asked);
    if (known == null) {
      exchange.wraps(Direction.TO_CLIENT, next -> new Keeping(next, asked));
    } else {
      exchange.line().notes(request + " is answered from memory");
      exchange.flow(Direction.TO_CLIENT).passes(known, 0, known.length);
      exchange.line().isEnded(false, true, true);
    }
  }

  private final class Keeping extends Flow.Through {
    private final String asked;
    private final ByteArrayOutputStream reply = new ByteArrayOutputStream();

    Keeping(Flow next, String asked) {
      super(next);
      this.asked = asked;
    }

    @Override
    public void passes(byte[] piece, int from, int length) throws IOException {
      reply.write(piece, from, length);
      next.passes(piece, from, length);
    }

    @Override
    public void completes() throws IOException {
      byte[] whole = reply.toByteArray();
      if (Arrays.mismatch(WELL, whole) == WELL.length) {
        replies.put(asked, whole);
      }
      next.completes();
    }
  }
}
