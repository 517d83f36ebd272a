package dev.bowline.compat.conformance.wrong;

import dev.bowline.compat.client.Daemons;
import dev.bowline.compat.host.Door;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands before the right server and makes it a wrong one. It understands requests, whole replies,
 * chunked event streams and WebSocket frames, and passes all of it on, to the byte, except what its
 * deviation changes. When either side leaves, the other sees it in the same way: by FIN or by RST.
 */
final class Front implements AutoCloseable {

  private final int server;
  private final Deviation deviation;
  private final Door door;
  private final Map<String, Trace> traces = new ConcurrentHashMap<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private Front(int server, Deviation deviation) {
    this.server = server;
    this.deviation = deviation;
    door = Door.opens(Front::inThread, this::takes);
  }

  static Front before(int server, Deviation deviation) {
    return new Front(server, deviation);
  }

  int port() {
    return door.port();
  }

  Deviation deviation() {
    return deviation;
  }

  /** What is known of a session. */
  Trace trace(String token) {
    return traces.computeIfAbsent(token, unknown -> new Trace());
  }

  /** A request of the front's own, and the whole reply. */
  Answer asks(Ask ask) throws IOException {
    try (Socket socket = toServer()) {
      socket.getOutputStream().write(ask.withHeader("Connection", "close").bytes());
      BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
      return Answer.head(in).withBodyFrom(in, ask.method());
    }
  }

  private Socket toServer() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server);
    socket.setTcpNoDelay(true);
    sockets.add(socket);
    return socket;
  }

  private void takes(Socket client) throws IOException {
    sockets.removeIf(Socket::isClosed);
    client.setTcpNoDelay(true);
    sockets.add(client);
    Passage passage = new Passage(this, client, toServer());
    inThread(passage::reads);
    inThread(passage::replies);
  }

  static void resets(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // Closed already.
    }
  }

  private static void inThread(Runnable task) {
    Daemons.run("front", task);
  }

  @Override
  public void close() {
    door.close();
    sockets.forEach(Front::resets);
  }
}
