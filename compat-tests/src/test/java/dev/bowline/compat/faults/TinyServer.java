package dev.bowline.compat.faults;

import dev.bowline.compat.client.Daemons;
import dev.bowline.compat.host.Door;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that writes down what reaches it. It answers {@code /events} with a stream that the test
 * feeds, a WebSocket's handshake with 101 and an echo, and anything else with the number of the
 * request.
 */
final class TinyServer implements AutoCloseable {
  private final Door door;
  private final List<Head> heads = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> ends = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<OutputStream> streams = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AtomicInteger answered = new AtomicInteger();

  TinyServer() {
    door = Door.opens(TinyServer::inThread, this::takes);
  }

  int port() {
    return door.port();
  }

  /** The heads of the requests that have come. */
  List<Head> heads() {
    return heads;
  }

  List<String> bodies() {
    return bodies;
  }

  /** How connections have ended: {@code closed} or {@code reset}. */
  List<String> ends() {
    return ends;
  }

  /** How many bytes have come. */
  int bytes() {
    synchronized (bytes) {
      return bytes.size();
    }
  }

  int streams() {
    return streams.size();
  }

  /** Writes an event to every stream. */
  void says(String data) {
    writes("data: " + data + "\n\n");
  }

  /** Ends every stream in order. */
  void endsStreams() {
    writes("");
  }

  private void writes(String chunk) {
    for (OutputStream stream : streams) {
      try {
        writes(stream, Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n");
      } catch (IOException gone) {
        // The client of this stream, not of the next.
      }
    }
  }

  private static void writes(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void takes(Socket socket) {
    sockets.add(socket);
    inThread(() -> serves(socket));
  }

  private void serves(Socket socket) {
    try {
      InputStream in = new BufferedInputStream(new Counted(socket.getInputStream()));
      Optional<Head> head = Head.read(in);
      while (head.isPresent()) {
        answers(head.get(), in, socket.getOutputStream());
        head = Head.read(in);
      }
      ends.add("closed");
      socket.close();
    } catch (IOException e) {
      ends.add("reset");
    }
  }

  private void answers(Head head, InputStream in, OutputStream out) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    heads.add(head);
    if (!head.value("upgrade").isEmpty()) {
      writes(out, "HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
      Body.UNTIL_THE_END.passes(head, in, out::write);
      return;
    }
    Body.ofRequest(head).passes(head, in, body::write);
    bodies.add(body.toString(StandardCharsets.ISO_8859_1));
    if (head.word(1).equals("/events")) {
      writes(out, "HTTP/1.1 200 Yes\r\nTransfer-Encoding: chunked\r\nX-Long: 12345678\r\n\r\n");
      streams.add(out);
    } else {
      String reply = "reply " + answered.incrementAndGet() + "\n";
      writes(out, "HTTP/1.1 200 Yes\r\nContent-Length: " + reply.length() + "\r\n\r\n" + reply);
    }
  }

  private final class Counted extends FilterInputStream {
    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = in.read(target, offset, length);
      synchronized (bytes) {
        bytes.write(target, offset, Math.max(0, read));
      }
      return read;
    }
  }

  private static void inThread(Runnable task) {
    Daemons.run("tiny-server", task);
  }

  @Override
  public void close() {
    door.close();
    try {
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
