package dev.bowline.benchmarks.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cometd.server.BayeuxServerImpl;
import org.eclipse.jetty.util.Jetty;

/** Starts each server, and says what it is. */
public final class Servers {
  private Servers() {}

  /** Bowline in a JVM with these options. */
  public static Running bowline(String... jvmOptions) {
    return Launch.java(List.of(jvmOptions), List.of("bowline"));
  }

  /** Bowline that publishes to a topic. */
  public static Running topic() {
    return Launch.java(List.of(), List.of("topic"));
  }

  public static Running jetty() {
    return Launch.java(List.of(), List.of("jetty"));
  }

  public static String jettyVersion() {
    return "Jetty " + Jetty.VERSION + " core, JDK " + System.getProperty("java.version");
  }

  public static Running nchan() {
    return Nchan.start();
  }

  public static String nchanVersion() {
    return Nchan.version() + ": " + Nchan.SETTINGS;
  }

  public static Running cometd() {
    return Launch.java(List.of(), List.of("cometd"));
  }

  public static String cometdVersion() {
    return "CometD "
        + BayeuxServerImpl.class.getPackage().getImplementationVersion()
        + " in servlets of "
        + jettyVersion()
        + "; acknowledgement extension, maxInterval 2 min";
  }

  /** Socket.IO, with the recovery that it has. */
  public static Running socketIo() {
    return Node.start("socketio");
  }

  public static String socketIoVersion() {
    return Node.version("socket.io") + ", its own ws, connectionStateRecovery of 2 min";
  }

  public static Running sockJs() {
    return Node.start("sockjs");
  }

  public static String sockJsVersion() {
    return Node.version("sockjs") + ", as it comes";
  }

  /** Compiles the floor, and starts it. */
  public static Running floor() {
    try {
      Path directory = Launch.directory();
      Path source = directory.resolve("floor.c");
      try (var code = Servers.class.getResourceAsStream("/floor.c")) {
        if (code == null) {
          throw new IllegalStateException("floor.c is not in the jar");
        }
        Files.copy(code, source);
      }
      Path program = directory.resolve("floor");
      Process compiler =
          new ProcessBuilder("cc", "-O2", "-o", program.toString(), source.toString())
              .inheritIO()
              .start();
      if (compiler.waitFor() != 0) {
        throw new IllegalStateException("floor.c does not compile");
      }
      return Launch.talkative(List.of(program.toString()));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while compiling", interrupted);
    }
  }

  public static String floorVersion() {
    return Launch.output("cc", "--version").lines().findFirst().orElse("cc") + ", -O2, one thread";
  }
}
