package dev.bowline.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * A connection that is kept for posts, one behind the other. Several clients share one, as they do
 * behind a proxy; else each event stream would need a second connection.
 */
final class Posts extends Client implements HttpReplies.Reader {
  private enum State {
    CONNECTING,
    CONNECTED,
    ENDED
  }

  private final Crowd crowd;
  private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
  private HttpReplies replies = new HttpReplies(this);
  private State state = State.CONNECTING;

  Posts(Crowd crowd) {
    this.crowd = crowd;
  }

  void post(ByteBuffer request) throws IOException {
    switch (state) {
      case CONNECTED -> send(request);
      case CONNECTING -> waiting.add(request);
      case ENDED -> {
        waiting.add(request);
        state = State.CONNECTING;
        crowd.comeBack(List.of(this), 0);
      }
    }
  }

  @Override
  protected void connected() throws IOException {
    state = State.CONNECTED;
    while (!waiting.isEmpty()) {
      send(waiting.remove());
    }
    isReady();
  }

  /** As servers do with a connection that nobody has used for a while. */
  @Override
  protected void ended() {
    close(null);
    replies = new HttpReplies(this);
    state = State.ENDED;
  }

  @Override
  protected void received(ByteBuffer bytes) throws IOException {
    replies.take(bytes);
  }

  @Override
  public void head(int status, String head) throws IOException {
    if (status >= 300) {
      throw new IOException("refused: " + head);
    }
  }

  @Override
  public void body(byte[] bytes, int from, int to) {}

  @Override
  public void end() {}
}
