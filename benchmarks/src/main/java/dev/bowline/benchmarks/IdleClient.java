package dev.bowline.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.bowline.benchmarks.load.BrowserRequest;
import dev.bowline.benchmarks.load.Client;
import dev.bowline.benchmarks.load.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Opens one session, in the same words for a channel and for bare Jetty, and is silent from then
 * on. So must be the server.
 *
 * <pre>
 *   OPENING --the server's first word--> IDLE
 *   OPENING --the reply to the opening post--> poll sent: IDLE
 * </pre>
 */
final class IdleClient extends Client {
  /** Where what is measured happens. */
  static final String MEASURED = "/channel";

  /** The same, but it is left at once, and soon forgotten. */
  static final String BRIEF = "/brief";

  private static final Pattern TOKEN = Pattern.compile("\"session\":\"([\\w-]+)\"");

  private enum State {
    OPENING,
    IDLE
  }

  private final Kind kind;
  private final String path;
  private final BrowserRequest request;
  private State state = State.OPENING;

  IdleClient(Kind kind, String path, BrowserRequest request) {
    this.kind = kind;
    this.path = path;
    this.request = request;
  }

  @Override
  protected void connected() throws IOException {
    switch (kind) {
      case WEBSOCKET -> send(request.webSocket(path + "?v=1"));
      case STREAM -> send(request.stream(path + "?v=1"));
      case POLL -> send(request.emptyPost(path + "?v=1"));
    }
  }

  @Override
  protected void received(ByteBuffer bytes) throws IOException {
    if (state == State.IDLE) {
      throw new IOException("not idle: " + ISO_8859_1.decode(bytes));
    }
    String said = ISO_8859_1.decode(bytes.duplicate()).toString();
    int head = said.indexOf("\r\n\r\n");
    if (head < 0 || said.length() == head + 4) {
      return;
    }
    if (!said.startsWith(kind == Kind.WEBSOCKET ? "HTTP/1.1 101" : "HTTP/1.1 200")) {
      throw new IOException("refused: " + said);
    }
    if (kind == Kind.POLL) {
      String token = token(said);
      if (token == null) {
        return;
      }
      send(request.poll(path + "/" + token + "?attach=2&ack=0&wait=10800000&_=1"));
    }
    bytes.position(bytes.limit());
    state = State.IDLE;
    isReady();
    if (path.equals(BRIEF)) {
      close(null);
    }
  }

  private static @Nullable String token(String said) {
    Matcher matcher = TOKEN.matcher(said);
    return said.endsWith("\n\n") && matcher.find() ? matcher.group(1) : null;
  }
}
