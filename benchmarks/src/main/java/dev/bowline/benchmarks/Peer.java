package dev.bowline.benchmarks;

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
abstract class Peer {
  private static final int BUFFER_BYTES = 8 * 1024;

  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final ByteBuffer received = ByteBuffer.allocate(BUFFER_BYTES);
  private @Nullable SocketChannel channel;
  private @Nullable SelectionKey key;
  private @Nullable ByteBuffer unsent;

  /** Completes when the peer is where it wants to be; exceptionally if its connection broke. */
  final CompletableFuture<Void> ready() {
    return ready;
  }

  /** The connection stands; time to say something. */
  abstract void connected() throws IOException;

  /** Takes what it can of what came; the rest is offered again with what follows. */
  abstract void received(ByteBuffer bytes) throws IOException;

  /** The size of the socket's receive buffer; 0 for the system's own choice. */
  int receiveBufferBytes() {
    return 0;
  }

  /** Time passes. */
  void tick(long nowMillis) throws IOException {}

  final void connect(Selector selector, InetSocketAddress from, InetSocketAddress to)
      throws IOException {
    SocketChannel opened = SocketChannel.open();
    channel = opened;
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
  final void go() throws IOException {
    SocketChannel open = channel();
    SelectionKey selected = key();
    if (selected.isConnectable() && open.finishConnect()) {
      selected.interestOps(SelectionKey.OP_READ);
      connected();
    }
    if (selected.isWritable()) {
      flush();
    }
    if (selected.isReadable()) {
      if (open.read(received) < 0) {
        throw new IOException("the server has ended the connection");
      }
      received.flip();
      received(received);
      received.compact();
    }
  }

  final void send(ByteBuffer bytes) throws IOException {
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
      int others = key().interestOps() & ~SelectionKey.OP_WRITE;
      key().interestOps(all ? others : others | SelectionKey.OP_WRITE);
    }
  }

  /** Takes nothing more from the socket. */
  final void stopReading() {
    key().interestOps(key().interestOps() & ~SelectionKey.OP_READ);
  }

  final void isReady() {
    ready.complete(null);
  }

  /** The connection is over. */
  final void close(@Nullable Throwable failure) {
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
