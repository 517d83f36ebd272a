package dev.bowline.compat.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One TCP connection to the server, on which anything can be written, and which can die in every
 * way: by FIN, by RST, or in the middle of a record. Reads fail after a generous deadline, so that
 * no test waits for ever.
 */
public final class Line implements AutoCloseable {

  /** Long enough for a machine that is busy with other things. */
  public static final int DEADLINE_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final AtomicLong readable = new AtomicLong(Long.MAX_VALUE);
  private final AtomicLong writable = new AtomicLong(Long.MAX_VALUE);

  private Line(Socket socket) throws IOException {
    this(socket, socket.getInputStream(), socket.getOutputStream());
  }

  private Line(Socket socket, InputStream in, OutputStream out) {
    this.socket = socket;
    this.in = new CountedInput(new BufferedInputStream(in));
    this.out = out;
  }

  public static Line to(int port) {
    try {
      return new Line(connected(new Socket(), port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line whose receive buffer is so small that a peer soon notices that nobody reads. */
  public static Line narrow(int port) {
    try {
      Socket socket = new Socket();
      socket.setReceiveBufferSize(4096);
      return new Line(connected(socket, port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line over a socket that somebody else has connected, TLS for example. */
  public static Line over(Socket socket) {
    try {
      socket.setSoTimeout(DEADLINE_MILLIS);
      return new Line(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same, with somebody between the socket and the line; deadlines are theirs. */
  public static Line over(Socket socket, InputStream in, OutputStream out) {
    return new Line(socket, in, out);
  }

  private static Socket connected(Socket socket, int port) throws IOException {
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), DEADLINE_MILLIS);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(DEADLINE_MILLIS);
    return socket;
  }

  /** What the server sends. */
  public InputStream in() {
    return in;
  }

  /** Writes a text in ISO 8859-1, as HTTP heads are. */
  public Line write(String text) {
    return write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public Line write(byte[] bytes) {
    try {
      long left = spend(writable, bytes.length);
      if (left < 0) {
        out.write(bytes, 0, (int) (bytes.length + left));
        resets();
        throw new IOException("cut while writing, as the test wants it");
      }
      out.write(bytes);
      out.flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on: dies by RST when so many bytes more have been read. */
  public void breaksAfterReading(long bytes) {
    readable.set(bytes);
  }

  /** From now on: dies by RST when so many bytes more have been written. */
  public void breaksAfterWriting(long bytes) {
    writable.set(bytes);
  }

  /** FIN: this end will say nothing more; it still listens. */
  public void halfCloses() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** RST: everything on the way is lost, in both directions. */
  public void resets() {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is gone already, which is what is wanted.
    }
    close();
  }

  /** Whether the server ends the connection now, whatever it still has to say before that. */
  public boolean ends() {
    byte[] rest = new byte[8192];
    try {
      while (in.read(rest) >= 0) {
        // What still comes is of no interest.
      }
      return true;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** FIN, without waiting for anything. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class CountedInput extends BlockInput {

    private final InputStream all;

    CountedInput(InputStream all) {
      this.all = all;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      long allowed = readable.get();
      if (allowed <= 0) {
        resets();
        throw new IOException("cut while reading, as the test wants it");
      }
      int read = all.read(target, offset, (int) Math.min(length, allowed));
      spend(readable, Math.max(read, 0));
      return read;
    }
  }

  /** What is left of a budget afterwards; a line that isn't about to break has no end of it. */
  private static long spend(AtomicLong budget, long bytes) {
    return budget.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - bytes);
  }
}
