package dev.bowline.benchmarks.servers;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The clients of bare Jetty that one thread writes to. Thread-safe. */
final class JettyShare {
  /** How many messages are there for polls that come late. */
  private static final int KEPT = 1024;

  /**
   * A poll that is held.
   *
   * @param after the last message that the client has
   */
  record Poll(Response response, Callback callback, long after) {}

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "share");
            made.setDaemon(true);
            return made;
          });
  private final List<JettyWebSocket> sockets = new CopyOnWriteArrayList<>();
  private final List<JettyStream> streams = new CopyOnWriteArrayList<>();
  private final ByteBuffer[] kept = new ByteBuffer[KEPT];
  private long last;
  private List<Poll> held = new ArrayList<>();

  void broadcast(ByteBuffer text, ByteBuffer event) {
    thread.execute(
        () -> {
          for (JettyWebSocket socket : sockets) {
            socket.send(text.duplicate());
          }
          for (JettyStream stream : streams) {
            stream.send(event.duplicate());
          }
          for (Poll poll : appended(event)) {
            reply(poll);
          }
        });
  }

  void add(JettyWebSocket socket) {
    sockets.add(socket);
  }

  void remove(JettyWebSocket socket) {
    sockets.remove(socket);
  }

  void add(JettyStream stream) {
    streams.add(stream);
    stream.send(ByteBuffer.wrap(new byte[] {':', '\n', '\n'}));
  }

  private synchronized List<Poll> appended(ByteBuffer event) {
    last++;
    kept[(int) (last % KEPT)] = event;
    List<Poll> answered = held;
    held = new ArrayList<>(answered.size());
    return answered;
  }

  /** Answers at once if there is anything to say. */
  void poll(Poll poll) {
    synchronized (this) {
      if (poll.after() >= last) {
        held.add(poll);
        return;
      }
    }
    reply(poll);
  }

  private void reply(Poll poll) {
    poll.response().write(true, since(poll.after()), poll.callback());
  }

  private synchronized ByteBuffer since(long position) {
    if (position + 1 == last) {
      return kept[(int) (last % KEPT)].duplicate();
    }
    int bytes = 0;
    for (long number = position + 1; number <= last; number++) {
      bytes += kept[(int) (number % KEPT)].remaining();
    }
    ByteBuffer all = ByteBuffer.allocate(bytes);
    for (long number = position + 1; number <= last; number++) {
      all.put(kept[(int) (number % KEPT)].duplicate());
    }
    return all.flip();
  }
}
