package dev.bowline.benchmarks.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bowline.benchmarks.load.Markers;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

/**
 * The main class of a server's JVM. It prints the port for clients and the one for orders,
 * publishes what comes there, and ends when its standard input does, so that none is left behind.
 */
final class ServerMain {
  private ServerMain() {}

  public static void main(String[] arguments) throws Exception {
    PrintStream answers = new PrintStream(System.out, true, UTF_8);
    System.setOut(System.err);
    Broadcaster server = server(List.of(arguments));
    try (ServerSocket orders = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      answers.println(server.port() + " " + orders.getLocalPort());
      Thread publishing = new Thread(() -> publish(orders, server), "publisher");
      publishing.setDaemon(true);
      publishing.start();
      BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      for (String asked = questions.readLine(); asked != null; asked = questions.readLine()) {
        answers.println(answer(server, asked));
      }
    }
    System.exit(0);
  }

  private static Broadcaster server(List<String> arguments) throws Exception {
    return switch (arguments.get(0)) {
      case "bowline" -> new BowlineServer();
      case "topic" -> new TopicServer();
      case "jetty" -> new JettyServer();
      case "cometd" -> new CometdServer();
      default -> throw new IllegalArgumentException("no such server: " + arguments);
    };
  }

  private static long answer(Broadcaster server, String question) throws InterruptedException {
    return switch (question) {
      case "sessions" -> server.sessions();
      case "heap" -> Heap.settled(Duration.ofMinutes(2));
      default -> throw new IllegalArgumentException("unknown question: " + question);
    };
  }

  private static void publish(ServerSocket orders, Broadcaster server) {
    try (Socket line = orders.accept()) {
      InputStream said = new BufferedInputStream(line.getInputStream());
      byte[] message = said.readNBytes(Markers.MESSAGE_BYTES);
      while (message.length == Markers.MESSAGE_BYTES) {
        server.broadcast(message);
        message = said.readNBytes(Markers.MESSAGE_BYTES);
      }
    } catch (IOException broken) {
      if (!orders.isClosed()) {
        throw new UncheckedIOException(broken);
      }
    }
  }
}
