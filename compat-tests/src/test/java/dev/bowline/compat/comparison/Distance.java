package dev.bowline.compat.comparison;

import dev.bowline.compat.client.Daemons;
import dev.bowline.compat.host.Door;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A healthy line of some length before a server on 127.0.0.1: what comes goes on in the same order,
 * this much later, however much of it is under way. The first bytes of a connection wait for one
 * round trip more, which its handshake would have taken.
 */
final class Distance implements AutoCloseable {
  private static final ByteBuffer END = ByteBuffer.allocate(0);
  private static final int PIECE = 16_384;

  private final int target;
  private final long oneWayNanos;
  private final Door door;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private record Late(ByteBuffer bytes, long due) {}

  private Distance(int target, Duration oneWay) {
    this.target = target;
    oneWayNanos = oneWay.toNanos();
    door = Door.opens(task -> Daemons.run("distance", task), this::takes);
  }

  static Distance of(Duration oneWay, int port) {
    return new Distance(port, oneWay);
  }

  int port() {
    return door.port();
  }

  private void takes(Socket client) throws IOException {
    Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
    for (Socket socket : new Socket[] {client, server}) {
      socket.setTcpNoDelay(true);
      sockets.add(socket);
    }
    long connected = System.nanoTime() + 2 * oneWayNanos;
    carries(client, server, connected);
    carries(server, client, connected);
  }

  private void carries(Socket from, Socket to, long connected) {
    BlockingQueue<Late> underWay = new LinkedBlockingQueue<>();
    Daemons.run("distance", () -> reads(from, underWay, connected));
    Daemons.run("distance", () -> writes(underWay, to));
  }

  private void reads(Socket from, BlockingQueue<Late> underWay, long connected) {
    byte[] piece = new byte[PIECE];
    try {
      InputStream in = from.getInputStream();
      for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
        long sent = Math.max(System.nanoTime(), connected);
        underWay.add(new Late(ByteBuffer.wrap(Arrays.copyOf(piece, length)), sent + oneWayNanos));
      }
    } catch (IOException broken) {
      // The end, like any other.
    }
    underWay.add(new Late(END, System.nanoTime() + oneWayNanos));
  }

  private void writes(BlockingQueue<Late> underWay, Socket to) {
    try {
      OutputStream out = to.getOutputStream();
      for (Late next = underWay.take(); next.bytes().hasRemaining(); next = underWay.take()) {
        TimeUnit.NANOSECONDS.sleep(next.due() - System.nanoTime());
        out.write(next.bytes().array());
      }
    } catch (IOException broken) {
      // The other direction finds out.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ends(to);
  }

  private void ends(Socket socket) {
    sockets.remove(socket);
    try {
      socket.close();
    } catch (IOException closedAlready) {
      // Just as well.
    }
  }

  @Override
  public void close() {
    door.close();
    Set.copyOf(sockets).forEach(this::ends);
  }
}
