package dev.bowline.compat.docs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for a process that was started to listen on its port. */
final class Listening {
  private static final int CONNECT_MILLIS = 1000;
  private static final int LOOK_AGAIN_MILLIS = 20;

  private Listening() {}

  static void await(int port, Process process, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!listens(port)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("nothing listens on port " + port);
      }
      if (process.waitFor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("it ended with " + process.exitValue());
      }
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }
}
