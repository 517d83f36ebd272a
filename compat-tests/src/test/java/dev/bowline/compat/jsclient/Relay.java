package dev.bowline.compat.jsclient;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What stands between a client and the server: it passes on, in small pieces, what comes, until it
 * is told to cut; then every connection is reset at both ends, wherever it is.
 */
final class Relay implements AutoCloseable {
  private static final int PIECE = 512;

  private final int target;
  private final Set<Box> boxes;
  private final ServerSocket listening;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private Relay(int target, Set<Box> boxes) {
    this.target = target;
    this.boxes = boxes;
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    inThread(this::accepts);
  }

  /** One that lets everything through, except what these keep. */
  static Relay to(int port, Box... boxes) {
    return new Relay(port, Set.of(boxes));
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Resets every connection; new ones get through. */
  void cuts() {
    sockets.forEach(Relay::reset);
  }

  private void accepts() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        sockets.add(client);
        sockets.add(server);
        Box.Line line = new Box.Line(boxes);
        inThread(() -> passes(client, server, line::up));
        inThread(() -> passes(server, client, line::down));
      } catch (IOException closed) {
        // Looks whether it was this relay.
      }
    }
  }

  private void passes(Socket from, Socket to, Box.Filter filter) {
    byte[] piece = new byte[PIECE];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int length;
      while ((length = in.read(piece)) >= 0) {
        byte[] passed = filter.passes(piece, length);
        out.write(passed);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      reset(from);
      reset(to);
    }
    sockets.removeIf(Socket::isClosed);
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException closedAlready) {
      // Just as well.
    }
  }

  private static void inThread(Runnable task) {
    Thread thread = new Thread(task, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cuts();
  }
}
