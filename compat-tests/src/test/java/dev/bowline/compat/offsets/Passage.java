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

/**
 * The connections of one exchange, in the order in which they came. Used by the cutter's thread.
 */
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
  record Passed(Cut.Which connection, long up, long down, boolean isCut) {}

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
          passed.complete(connections.stream().flatMap(it -> it.passed().stream()).toList());
        });
    return passed.join();
  }

  ServerSocketChannel listening() {
    return listening;
  }

  void joins(SocketChannel client, SocketChannel server, Selector selector) throws IOException {
    Connection connection = new Connection(this, client, server);
    connections.add(connection);
    client.register(selector, SelectionKey.OP_READ, connection.client);
    server.register(selector, SelectionKey.OP_READ, connection.server);
  }

  private Cut.Which named(char kind) {
    int before = (int) connections.stream().filter(it -> it.isOf(kind)).count();
    return new Cut.Which(kind, before + 1);
  }

  /** A client's socket and the one to the server. */
  private static final class Connection {
    private final Passage passage;
    private final Side client;
    private final Side server;

    /** Some clients open connections for which they find no use. */
    private Optional<Cut.Which> name = Optional.empty();

    private boolean isCut;

    Connection(Passage passage, SocketChannel client, SocketChannel server) {
      this.passage = passage;
      this.client = new Side(this, client, server);
      this.server = new Side(this, server, client);
    }

    boolean isOf(char kind) {
      return name.filter(it -> it.kind() == kind).isPresent();
    }

    Optional<Passed> passed() {
      return name.map(it -> new Passed(it, client.passed, server.passed, isCut));
    }

    /** The cut of this connection that counts the bytes of this side, if there is one. */
    Optional<Cut> cutOf(Side side) {
      return passage
          .cut
          .filter(it -> it.up() == (side == client))
          .filter(it -> name.filter(it.connection()::equals).isPresent());
    }

    /** The client speaks first. */
    void begins(ByteBuffer piece) {
      if (name.isEmpty()) {
        name = Optional.of(passage.named((char) piece.get(0)));
      }
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
    private long passed;
    private boolean isOver;

    private Side(Connection connection, SocketChannel from, SocketChannel to) {
      this.connection = connection;
      this.from = from;
      this.to = to;
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
      connection.begins(piece);
      Optional<Cut> cut = connection.cutOf(this);
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
