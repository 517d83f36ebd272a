package dev.bowline.compat.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A proxy that runs with a configuration of the docs, or one like those, whose ports are replaced,
 * in a folder of its own. Closing it ends the process that was started, and its children.
 */
public final class Proxy implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String DOCUMENTED_SERVER = "8080";
  private static final String DOCUMENTED_SECOND = "8081";

  private final Process process;
  private final URI url;
  private final Path log;

  private Proxy(Process process, URI url, Path log) {
    this.process = process;
    this.url = url;
    this.log = log;
  }

  /**
   * Starts a configuration in this language in front of these servers, and waits until it listens.
   */
  public static Proxy start(
      String language, String configuration, Path folder, URI server, URI second) throws Exception {
    ProxyProgram program = ProxyProgram.of(language).orElseThrow();
    int port = freePort();
    String here = withPorts(program, configuration, port, server.getPort(), second.getPort());
    Path file = folder.resolve(program.fileName());
    Files.writeString(file, program.surrounds(here, folder, port));
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(program.start(file, folder, port))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("XDG_DATA_HOME", folder.toString());
    builder.environment().put("XDG_CONFIG_HOME", folder.toString());
    Proxy proxy = new Proxy(builder.start(), URI.create("http://127.0.0.1:" + port), log);
    try {
      Listening.await(port, proxy.process, PATIENCE);
    } catch (AssertionError e) {
      proxy.close();
      throw new AssertionError(e.getMessage() + "\n" + proxy.log(), e);
    }
    return proxy;
  }

  /** The command that a language of configurations needs. */
  public static Optional<String> commandFor(String language) {
    return ProxyProgram.of(language).map(ProxyProgram::command);
  }

  /** What that command says of its own version. */
  public static String version(String language) throws IOException, InterruptedException {
    return ProxyProgram.of(language).orElseThrow().version();
  }

  private static String withPorts(
      ProxyProgram program, String text, int port, int server, int second) {
    String documented = "127.0.0.1:" + DOCUMENTED_SERVER;
    String own = "127.0.0.1:" + port;
    return text.replace(documented, "127.0.0.1:" + server)
        .replace("127.0.0.1:" + DOCUMENTED_SECOND, "127.0.0.1:" + second)
        .replace("\"" + DOCUMENTED_SERVER + "\"", "\"" + server + "\"")
        .replace("=> " + DOCUMENTED_SERVER, "=> " + server)
        .replace("parent " + DOCUMENTED_SERVER, "parent " + server)
        .replace("listen 8000;", "listen " + own + ";")
        .replace("http_port 8000", "http_port " + own)
        .replace("server.port = 8000", "server.bind = \"127.0.0.1\"\nserver.port = " + port)
        .replace("*:8000", own)
        .replace(":8000", program == ProxyProgram.CADDY ? "http://" + own : own);
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI url() {
    return url;
  }

  /** What it has said, for a failure. */
  public String log() {
    try {
      return Files.readString(log, UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() throws InterruptedException {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    if (!process.waitFor(2, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
