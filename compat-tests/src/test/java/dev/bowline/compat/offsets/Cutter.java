package dev.bowline.compat.offsets;

import dev.bowline.compat.client.Daemons;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Stands before a server, with a {@link Passage} for each exchange. It passes on what comes, byte
 * for byte, until it has come to where it is to cut. One thread does all of it: tens of thousands
 * of connections come by in a minute. It knows nothing of HTTP; what does is {@code FaultProxy}.
 */
final class Cutter implements AutoCloseable {
  private static final int PIECE = 1 << 16;

  private final int target;
  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);

  private Cutter(int target) {
    this.target = target;
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = Daemons.named("cutter").newThread(this::runs);
  }

  static Cutter before(int port) {
    Cutter cutter = new Cutter(port);
    cutter.thread.start();
    return cutter;
  }

  /** A port of its own for one exchange, of which a connection may be cut. */
  Passage opens(Optional<Cut> cut) {
    try {
      ServerSocketChannel listening = ServerSocketChannel.open();
      listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
      listening.configureBlocking(false);
      Passage passage = new Passage(this, listening, cut);
      does(() -> listening.register(selector, SelectionKey.OP_ACCEPT, passage));
      return passage;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Something with sockets. */
  interface Task {
    void runs() throws IOException;
  }

  /** Does it in the thread to which all of this belongs. */
  void does(Task task) {
    tasks.add(
        () -> {
          try {
            task.runs();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    selector.wakeup();
  }

  private void runs() {
    try {
      while (selector.isOpen()) {
        selector.select(this::isReady);
        Runnable task;
        while ((task = tasks.poll()) != null) {
          task.run();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void isReady(SelectionKey key) {
    if (!key.isValid()) {
      return;
    }
    if (key.attachment() instanceof Passage passage) {
      accepts(passage);
    } else if (key.attachment() instanceof Passage.Side side) {
      side.isReady(key, piece.clear());
    }
  }

  private void accepts(Passage passage) {
    try {
      SocketChannel client = passage.listening().accept();
      if (client != null) {
        SocketChannel server =
            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
        passage.joins(joined(client), joined(server), selector);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SocketChannel joined(SocketChannel channel) throws IOException {
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    return channel;
  }

  @Override
  public void close() {
    does(selector::close);
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
