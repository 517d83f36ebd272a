package dev.bowline.compat.offsets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The connections of one exchange, in the order in which they came. Used by the cutter's thread. */
final class Passage {
  private final Cutter cutter;
  private final ServerSocketChannel listening;
  private final Optional<Cut> cut;
  private final int port;
  private final List<Connection> connections = new ArrayList<>();

  Passage(Cutter cutter, ServerSocketChannel listening, Optional<Cut> cut) throws IOException {
    this.cutter = cutter;
    this.listening = listening;
    this.cut = cut;
    this.port = ((InetSocketAddress) listening.getLocalAddress()).getPort();
  }

  /** What has passed on one connection, and whether it was cut. */
  record Passed(long up, long down, boolean isCut) {}

  int port() {
    return port;
  }

  /** Ends whatever is left, and tells what has passed. From any thread. */
  List<Passed> closes() {
    CompletableFuture<List<Passed>> passed = new CompletableFuture<>();
    cutter.does(
        () -> {
          listening.close();
          connections.forEach(Connection::closes);
          passed.complete(
              connections.stream()
                  .map(it -> new Passed(it.client.passed, it.server.passed, it.isCut))
                  .toList());
        });
    return passed.join();
  }

  ServerSocketChannel listening() {
    return listening;
  }

  void joins(SocketChannel client, SocketChannel server, Selector selector) throws IOException {
    int number = connections.size();
    Optional<Cut> here = cut.filter(it -> it.connection() == number);
    Connection connection = new Connection(client, server, here);
    connections.add(connection);
    client.register(selector, SelectionKey.OP_READ, connection.client);
    server.register(selector, SelectionKey.OP_READ, connection.server);
  }

  /** A client's socket and the one to the server. */
  private static final class Connection {
    private final Side client;
    private final Side server;
    private boolean isCut;

    Connection(SocketChannel client, SocketChannel server, Optional<Cut> cut) {
      this.client = new Side(this, client, server, cut.filter(Cut::up));
      this.server = new Side(this, server, client, cut.filter(it -> !it.up()));
    }

    /** After a FIN the rest is read and thrown away: closing on unread bytes would be a RST. */
    void isCut(Cut.End end) throws IOException {
      isCut = true;
      if (end == Cut.End.RST) {
        isReset();
      } else {
        client.from.shutdownOutput();
        server.from.shutdownOutput();
      }
    }

    /** Whoever is left learns of the end of one side; the client's end is the end of all. */
    void ends(Side side) throws IOException {
      side.isOver = true;
      if (client.isOver && (isCut || server.isOver)) {
        closes();
      } else if (!isCut) {
        side.to.shutdownOutput();
      }
    }

    void isReset() {
      try {
        client.from.setOption(StandardSocketOptions.SO_LINGER, 0);
        server.from.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException closedAlready) {
        // Just as well.
      }
      closes();
    }

    void closes() {
      try {
        client.from.close();
        server.from.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** What comes from one side, and where it goes. */
  static final class Side {
    private final Connection connection;
    private final SocketChannel from;
    private final SocketChannel to;
    private final Optional<Cut> cut;
    private long passed;
    private boolean isOver;

    private Side(Connection connection, SocketChannel from, SocketChannel to, Optional<Cut> cut) {
      this.connection = connection;
      this.from = from;
      this.to = to;
      this.cut = cut;
    }

    void isReady(SelectionKey key, ByteBuffer piece) {
      try {
        if (from.read(piece) < 0) {
          key.interestOps(0);
          connection.ends(this);
        } else if (!connection.isCut) {
          passes(piece.flip());
        }
      } catch (IOException reset) {
        connection.isReset();
      }
    }

    private void passes(ByteBuffer piece) throws IOException {
      long left = cut.map(Cut::offset).orElse(Long.MAX_VALUE) - passed;
      boolean isLast = piece.remaining() >= left;
      piece.limit((int) Math.min(piece.limit(), left));
      passed += piece.remaining();
      while (piece.hasRemaining()) {
        to.write(piece);
      }
      if (isLast) {
        connection.isCut(cut.orElseThrow().end());
      }
    }
  }
}
