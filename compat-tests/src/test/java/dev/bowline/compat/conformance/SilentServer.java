package dev.bowline.compat.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * In front of a good server: relays the first connections, and does something unhelpful on all that
 * come after.
 */
final class SilentServer implements AutoCloseable {

  /** What is done on a connection that is not relayed. */
  @FunctionalInterface
  interface Unhelpful {
    void on(Socket client) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final int target;
  private final int relayed;
  private final Unhelpful then;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

  /**
   * Begins at once.
   *
   * @param target the port of the good server
   * @param relayed how many connections are relayed
   */
  SilentServer(int target, int relayed, Unhelpful then) throws IOException {
    this(new ServerSocket(0, 500, InetAddress.getLoopbackAddress()), target, relayed, then);
  }

  private SilentServer(ServerSocket socket, int target, int relayed, Unhelpful then) {
    this.socket = socket;
    this.target = target;
    this.relayed = relayed;
    this.then = then;
    threads.execute(this::accepts);
  }

  /** Relays everything, from a socket of another kind. */
  static SilentServer relaying(ServerSocket socket, int target) {
    return new SilentServer(socket, target, Integer.MAX_VALUE, client -> {});
  }

  int port() {
    return socket.getLocalPort();
  }

  private void accepts() {
    try {
      for (int count = 0; ; count++) {
        Socket client = socket.accept();
        open.add(client);
        boolean relay = count < relayed;
        threads.execute(() -> serves(client, relay));
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private void serves(Socket client, boolean relay) {
    try {
      if (!relay) {
        then.on(client);
        return;
      }
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(server);
      threads.execute(() -> copies(server, client));
      copies(client, server);
    } catch (IOException e) {
      // One of the two has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copies(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
      to.shutdownOutput();
    } catch (IOException e) {
      // One of the two has gone.
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      socket.close();
      for (Socket each : open) {
        each.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
