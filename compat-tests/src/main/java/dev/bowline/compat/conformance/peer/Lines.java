package dev.bowline.compat.conformance.peer;

import dev.bowline.compat.client.Address;
import dev.bowline.compat.client.BlockInput;
import dev.bowline.compat.client.Line;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The lines of one check. Each read waits for so long at most, none waits beyond the check's own
 * deadline, and none takes more than a bounded number of bytes; after {@link #end} there is nothing
 * left of them. So no server can hold a check for ever, whatever it does.
 */
final class Lines implements Address {

  private static final long MOST_BYTES = 64L << 20;
  private static final String TOO_LONG = "the check took too long";

  private final Target target;
  private final Duration patience;
  private final long deadline;
  private final Transcript transcript = new Transcript();
  private final List<Socket> sockets = new ArrayList<>();
  private boolean ended;
  private int count;

  /**
   * @param patience how long one read may take
   * @param inAll how long all of it may take
   */
  Lines(Target target, Duration patience, Duration inAll) {
    this.target = target;
    this.patience = patience;
    this.deadline = System.nanoTime() + inAll.toNanos();
  }

  @Override
  public Line line() {
    try {
      Target.Connected connected = target.connect(millisLeft());
      int number = keep(connected.below());
      Socket socket = connected.socket();
      return Line.over(
          socket,
          new Reading(socket, socket.getInputStream(), number),
          new Writing(socket.getOutputStream(), number));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized int keep(Socket socket) throws IOException {
    if (ended) {
      socket.close();
      throw new IOException("the check is over");
    }
    sockets.add(socket);
    return ++count;
  }

  @Override
  public String host() {
    return target.host();
  }

  @Override
  public int port() {
    return target.port();
  }

  boolean hasHeard() {
    return transcript.hasHeard();
  }

  String exchange() {
    return transcript.text();
  }

  /** Closes every line, whatever anybody does with it; no new one is laid. */
  void end() {
    List<Socket> all;
    synchronized (this) {
      ended = true;
      all = List.copyOf(sockets);
    }
    for (Socket socket : all) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is of no use to anybody any more.
      }
    }
  }

  private int millisLeft() throws SocketTimeoutException {
    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    if (left <= 0) {
      throw new SocketTimeoutException(TOO_LONG);
    }
    return (int) Math.min(left, patience.toMillis());
  }

  private final class Reading extends BlockInput {

    private final Socket socket;
    private final InputStream in;
    private final int number;
    private long taken;

    Reading(Socket socket, InputStream in, int number) {
      this.socket = socket;
      this.in = in;
      this.number = number;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int millis = millisLeft();
      socket.setSoTimeout(millis);
      int read;
      try {
        read = in.read(target, offset, length);
      } catch (SocketTimeoutException e) {
        SocketTimeoutException why =
            new SocketTimeoutException(
                millis < patience.toMillis()
                    ? TOO_LONG
                    : "nothing came within %.1f s".formatted(millis / 1000.0));
        why.initCause(e);
        throw why;
      }
      if (read > 0) {
        taken += read;
        transcript.add(number, false, target, offset, read);
      }
      if (taken > MOST_BYTES) {
        throw new IOException("the server has sent more than " + MOST_BYTES + " bytes");
      }
      return read;
    }
  }

  private final class Writing extends OutputStream {

    private final OutputStream out;
    private final int number;

    Writing(OutputStream out, int number) {
      this.out = out;
      this.number = number;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      transcript.add(number, true, bytes, offset, length);
      out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }
  }
}
