package dev.bowline.compat.pagelife;

import dev.bowline.compat.NeededCommands;
import dev.bowline.compat.browsers.Chromium;
import dev.bowline.compat.client.Daemons;
import dev.bowline.compat.netns.Firewall;
import dev.bowline.compat.netns.Namespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Chromium in a network of its own, and a line from there to a server out here. The line's near
 * end is a port in that network, where the kernel does to its packets what it is told; from there a
 * socket file leads out, which belongs to no network.
 */
final class Line implements AutoCloseable {
  /** What makes Chromium believe that there is a network at all. */
  private static final String CARD = "card";

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Namespace namespace;
  private final Chromium chromium;
  private final int port;
  private final Firewall wall;
  private long met;

  private Line(int server) throws IOException {
    namespace = with(Namespace.named("line-" + NUMBER.incrementAndGet()));
    namespace.runs("ip", "link", "add", CARD, "type", "veth", "peer", "name", "far" + CARD);
    namespace.runs("ip", "address", "add", "192.0.2.1/24", "dev", CARD);
    plugs(true);
    Path directory = Files.createTempDirectory("bowline-line");
    Path socket = directory.resolve("out");
    with((AutoCloseable) () -> Files.delete(directory));
    with((AutoCloseable) () -> Files.deleteIfExists(socket));
    passes(List.of(node(), relay(), socket.toString(), String.valueOf(server)));
    port = Integer.parseInt(passes(namespace.inside(node(), relay(), "0", socket.toString())));
    wall = new Firewall(namespace, port);
    chromium =
        with(
            Chromium.startPiped(
                command ->
                    namespace.inside(
                        command.get(0),
                        command.subList(1, command.size()).toArray(String[]::new))));
  }

  /** To the server that listens at this port. */
  static Line to(int server) throws IOException {
    return new Line(server);
  }

  private <T extends AutoCloseable> T with(T part) {
    parts.push(part);
    return part;
  }

  private String passes(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    with(
        (AutoCloseable)
            () -> {
              process.destroyForcibly();
              process.onExit().join();
            });
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String place = Objects.requireNonNull(output.readLine(), "a relay that ended at once");
    Daemons.run("relay-output", () -> output.lines().forEach(System.out::println));
    return place;
  }

  private static String node() {
    return NeededCommands.find("node").orElseThrow().toString();
  }

  private static String relay() {
    URL url = Objects.requireNonNull(Line.class.getResource("/pagelife/relay.mjs"));
    try {
      return Path.of(url.toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  Chromium chromium() {
    return chromium;
  }

  /** Where the server is found from within. */
  int port() {
    return port;
  }

  Firewall wall() {
    return wall;
  }

  /** Everything passes again. */
  void heals() {
    met += wall.heals();
  }

  /** How many packets the wall has done something to. */
  long met() {
    return met + wall.met();
  }

  /** Pulls the cable, or plugs it in, of a card through which nothing goes; Chromium is told. */
  void plugs(boolean in) {
    for (String end : List.of(CARD, "far" + CARD)) {
      namespace.runs("ip", "link", "set", end, in ? "up" : "down");
    }
  }

  @Override
  public void close() throws IOException {
    List<Exception> failures = new ArrayList<>();
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      throw new IOException("a part of the line", failures.get(0));
    }
  }
}
