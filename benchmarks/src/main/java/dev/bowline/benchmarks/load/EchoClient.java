package dev.bowline.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/** Says messages to a server that says each of them again. */
abstract class EchoClient extends WebSocketConnection {
  static final String MESSAGE = "x".repeat(64);

  private final Echoes echoes;

  /** When each was meant to be said, of those that are not back. */
  private final Queue<Long> away = new ArrayDeque<>();

  EchoClient(Echoes echoes, ByteBuffer opening) {
    super(opening);
    this.echoes = echoes;
  }

  /** One that keeps Bowline's protocol, as the JavaScript client does. */
  static EchoClient bowline(Echoes echoes, BrowserRequest requests) {
    return new Bowline(echoes, requests.uncompressed("/channel?v=1", true));
  }

  /** One on which nothing is said but messages. */
  static EchoClient plain(Echoes echoes, BrowserRequest requests) {
    return new Plain(echoes, requests.uncompressed("/websocket", true));
  }

  /** Says a message that was meant to be said at this time. */
  final void say(long nanos) throws IOException {
    away.add(nanos);
    say();
  }

  protected abstract void say() throws IOException;

  /** A message has come. */
  protected final void back() throws IOException {
    Long said = away.poll();
    if (said == null) {
      throw new IOException("a message that was never said");
    }
    echoes.back(this, said, readAt);
  }

  final int away() {
    return away.size();
  }

  private static final class Plain extends EchoClient {
    Plain(Echoes echoes, ByteBuffer opening) {
      super(echoes, opening);
    }

    @Override
    protected void upgraded() {
      isReady();
    }

    @Override
    protected void say() throws IOException {
      sendText(MESSAGE);
    }

    @Override
    protected void text(byte[] bytes, int from, int to) throws IOException {
      back();
    }
  }

  private static final class Bowline extends EchoClient {
    private static final int WINDOW = 256;
    private static final String RECORD = "m" + MESSAGE;

    private final Acknowledging acknowledging = new Acknowledging();
    private long handled;
    private long said;
    private long acknowledged;
    private int waiting;

    Bowline(Echoes echoes, ByteBuffer opening) {
      super(echoes, opening);
    }

    @Override
    protected void say() throws IOException {
      if (said - acknowledged == WINDOW) {
        waiting++;
      } else {
        sayNow();
      }
    }

    /** Whatever can be acknowledged is so with each message, in one write. */
    private void sayNow() throws IOException {
      ByteBuffer message = textFrame(RECORD);
      if (said == 0) {
        sendText("n1");
      }
      said++;
      if (acknowledging.isOpen()) {
        ByteBuffer acknowledgement = textFrame("a" + acknowledging.acknowledge());
        int length = message.remaining() + acknowledgement.remaining();
        message = ByteBuffer.allocate(length).put(message).put(acknowledgement).flip();
      }
      send(message);
    }

    @Override
    protected void text(byte[] bytes, int from, int to) throws IOException {
      switch (bytes[from]) {
        case 'm' -> {
          handled++;
          acknowledging.handled(handled, readAt);
          back();
        }
        case 's' -> isReady();
        case 'a' -> {
          acknowledged = Long.parseLong(new String(bytes, from + 1, to - from - 1, US_ASCII));
          while (waiting > 0 && said - acknowledged < WINDOW) {
            waiting--;
            sayNow();
          }
        }
        case 'p' -> sendText("a" + acknowledging.acknowledge());
        default -> throw new IOException(new String(bytes, from, to - from, US_ASCII));
      }
    }

    @Override
    protected void tick(long nowMillis) throws IOException {
      if (acknowledging.isDue(nowMillis)) {
        sendText("a" + acknowledging.acknowledge());
      }
    }
  }
}
