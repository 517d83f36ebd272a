package dev.bowline.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection. Everything but {@link #ready} happens in the thread of its {@link
 * Crowd}; the subclasses say what is sent and what comes back means.
 */
public abstract class Client {
  private CompletableFuture<Void> ready = new CompletableFuture<>();
  private @Nullable ByteBuffer rest;
  private @Nullable SocketChannel channel;
  private @Nullable SelectionKey key;
  private @Nullable ByteBuffer unsent;

  /** Completes when the client is where it wants to be; exceptionally if its connection broke. */
  final CompletableFuture<Void> ready() {
    return ready;
  }

  /** The connection stands; time to say something. */
  protected abstract void connected() throws IOException;

  /**
   * Takes what it can of what came; the rest is offered again with what follows. The buffer is one
   * with an array, and belongs to the crowd.
   */
  protected abstract void received(ByteBuffer bytes) throws IOException;

  /** The server has ended the connection. */
  protected void ended() throws IOException {
    throw new IOException("the server has ended the connection");
  }

  /** The size of the socket's receive buffer; 0 for the system's own choice. */
  protected int receiveBufferBytes() {
    return 0;
  }

  /** What it is, and with whom it talks, for whoever wants to know which one broke. */
  @Override
  public final String toString() {
    return getClass().getSimpleName() + " on " + channel;
  }

  /** Time passes. */
  protected void tick(long nowMillis) throws IOException {}

  final void connect(Selector selector, InetSocketAddress from, InetSocketAddress to)
      throws IOException {
    SocketChannel opened = SocketChannel.open();
    channel = opened;
    rest = null;
    unsent = null;
    if (ready.isDone()) {
      ready = new CompletableFuture<>();
    }
    opened.configureBlocking(false);
    opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
    if (receiveBufferBytes() > 0) {
      opened.setOption(StandardSocketOptions.SO_RCVBUF, receiveBufferBytes());
    }
    opened.bind(from);
    key = opened.register(selector, SelectionKey.OP_CONNECT, this);
    opened.connect(to);
  }

  /** Goes on where the socket is ready to. */
  final void go(ByteBuffer buffer) throws IOException {
    SocketChannel open = channel();
    SelectionKey selected = key();
    if (selected.isConnectable() && open.finishConnect()) {
      selected.interestOps(SelectionKey.OP_READ);
      connected();
    }
    if (selected.isValid() && selected.isWritable()) {
      flush();
    }
    if (selected.isValid() && selected.isReadable()) {
      read(open, buffer);
    }
  }

  private void read(SocketChannel open, ByteBuffer buffer) throws IOException {
    buffer.clear();
    ByteBuffer kept = rest;
    if (kept != null) {
      buffer.put(kept);
      rest = null;
    }
    if (!buffer.hasRemaining()) {
      throw new IOException("more at once than any server was expected to say");
    }
    if (open.read(buffer) < 0) {
      ended();
      return;
    }
    received(buffer.flip());
    if (buffer.hasRemaining()) {
      rest = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
    }
  }

  protected final void send(ByteBuffer bytes) throws IOException {
    ByteBuffer waiting = unsent;
    if (waiting == null) {
      unsent = bytes;
    } else {
      unsent =
          ByteBuffer.allocate(waiting.remaining() + bytes.remaining())
              .put(waiting)
              .put(bytes)
              .flip();
    }
    flush();
  }

  private void flush() throws IOException {
    ByteBuffer waiting = unsent;
    if (waiting != null) {
      channel().write(waiting);
      boolean all = !waiting.hasRemaining();
      unsent = all ? null : waiting;
      SelectionKey registered = key();
      int now = registered.interestOps();
      int wanted = all ? now & ~SelectionKey.OP_WRITE : now | SelectionKey.OP_WRITE;
      if (wanted != now) {
        registered.interestOps(wanted);
      }
    }
  }

  /** Takes nothing more from the socket. */
  protected final void stopReading() {
    key().interestOps(key().interestOps() & ~SelectionKey.OP_READ);
  }

  protected final void isReady() {
    ready.complete(null);
  }

  /** The network is gone: a reset is all that the server sees of it. */
  final void cut() throws IOException {
    channel().setOption(StandardSocketOptions.SO_LINGER, 0);
    close(null);
    isCut();
  }

  /** The client has lost its connection, and may get another. */
  protected void isCut() {}

  /** The connection is over. */
  protected final void close(@Nullable Throwable failure) {
    if (failure != null) {
      ready.completeExceptionally(failure);
    }
    try {
      SocketChannel open = channel;
      if (open != null) {
        open.close();
      }
    } catch (IOException broken) {
      ready.completeExceptionally(broken);
    }
  }

  private SocketChannel channel() {
    SocketChannel open = channel;
    if (open == null) {
      throw new IllegalStateException("not connected yet");
    }
    return open;
  }

  private SelectionKey key() {
    SelectionKey registered = key;
    if (registered == null) {
      throw new IllegalStateException("not connected yet");
    }
    return registered;
  }
}
