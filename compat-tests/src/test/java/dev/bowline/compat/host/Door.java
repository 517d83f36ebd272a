package dev.bowline.compat.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Executor;

/**
 * A port on 127.0.0.1. Whoever connects is handed over, one after the other, until it is closed; it
 * keeps nothing of them.
 */
public final class Door implements AutoCloseable {
  private static final int BACKLOG = 200;

  /** Takes who comes. That one can't be taken is no reason not to take the next. */
  public interface Doorkeeper {
    void takes(Socket guest) throws IOException;
  }

  private final ServerSocket listening;

  private Door() {
    try {
      listening = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens one; a thread stands at it for as long as it is open. */
  public static Door opens(Executor threads, Doorkeeper keeper) {
    Door door = new Door();
    threads.execute(() -> door.accepts(keeper));
    return door;
  }

  public int port() {
    return listening.getLocalPort();
  }

  private void accepts(Doorkeeper keeper) {
    while (!listening.isClosed()) {
      try {
        keeper.takes(listening.accept());
      } catch (IOException closed) {
        // Looks whether it was this door.
      }
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
