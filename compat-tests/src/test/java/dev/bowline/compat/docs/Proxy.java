package dev.bowline.compat.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bowline.compat.NeededCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A proxy that runs with a configuration of the docs, whose ports are replaced, in a folder of its
 * own. Closing it ends the process that was started, and its children.
 */
final class Proxy implements AutoCloseable {
  private static final Map<String, String> COMMANDS =
      Map.of(
          "nginx", "nginx",
          "haproxy", "haproxy",
          "apache", "apache2",
          "caddy", "caddy",
          "vcl", "varnishd");

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

  /** Starts the configuration in front of these servers, and waits until it listens. */
  static Proxy start(Document.Block block, Path folder, URI server, URI second) throws Exception {
    int port = freePort();
    String configuration =
        block
            .text()
            .replace("127.0.0.1:" + DOCUMENTED_SERVER, "127.0.0.1:" + server.getPort())
            .replace("127.0.0.1:" + DOCUMENTED_SECOND, "127.0.0.1:" + second.getPort())
            .replace("\"" + DOCUMENTED_SERVER + "\"", "\"" + server.getPort() + "\"")
            .replace("listen 8000;", "listen 127.0.0.1:" + port + ";")
            .replace("*:8000", "127.0.0.1:" + port)
            .replace(
                ":8000",
                block.language().equals("caddy")
                    ? "http://127.0.0.1:" + port
                    : "127.0.0.1:" + port);
    Path file = folder.resolve("configuration." + block.language());
    Files.writeString(file, surrounded(block.language(), configuration, folder, port));
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(command(block.language(), file, folder, port))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("XDG_DATA_HOME", folder.toString());
    builder.environment().put("XDG_CONFIG_HOME", folder.toString());
    Proxy proxy = new Proxy(builder.start(), URI.create("http://127.0.0.1:" + port), log);
    try {
      Listening.await(port, proxy.process, Duration.ofSeconds(20));
    } catch (AssertionError e) {
      proxy.close();
      throw new AssertionError(e.getMessage() + "\n" + proxy.log(), e);
    }
    return proxy;
  }

  /** The command that a language of configurations needs. */
  static Optional<String> commandFor(String language) {
    return Optional.ofNullable(COMMANDS.get(language));
  }

  private static List<String> command(String language, Path file, Path folder, int port) {
    String command =
        commandFor(language).flatMap(NeededCommands::find).map(Path::toString).orElseThrow();
    return switch (language) {
      case "nginx" -> List.of(command, "-c", "" + file, "-p", "" + folder, "-e", "stderr");
      case "haproxy" -> List.of(command, "-db", "-f", "" + file);
      case "apache" -> List.of(command, "-f", "" + file, "-DFOREGROUND");
      case "caddy" -> List.of(command, "run", "--config", "" + file, "--adapter", "caddyfile");
      case "vcl" ->
          List.of(
              command,
              "-F",
              "-j",
              "none",
              "-n",
              "" + folder.resolve("varnish"),
              "-f",
              "" + file,
              "-a",
              "127.0.0.1:" + port,
              "-s",
              "malloc,16m",
              "-T",
              "none");
      default -> throw new AssertionError(language);
    };
  }

  /** What a configuration of the docs stands in, on a machine where it is not the only one. */
  private static String surrounded(String language, String text, Path folder, int port) {
    return switch (language) {
      case "nginx" ->
          """
          daemon off;
          worker_processes 1;
          pid %1$s/pid;
          events {}
          http {
            access_log off;
            client_body_temp_path %1$s/body;
            proxy_temp_path %1$s/proxy;
            fastcgi_temp_path %1$s/fastcgi;
            uwsgi_temp_path %1$s/uwsgi;
            scgi_temp_path %1$s/scgi;
          %2$s
          }
          """
              .formatted(folder, text);
      case "apache" ->
          """
          ServerRoot /usr/lib/apache2
          ServerName localhost
          Listen 127.0.0.1:%1$d
          PidFile %2$s/pid
          DefaultRuntimeDir %2$s
          Mutex file:%2$s default
          ErrorLog /dev/stderr
          LoadModule mpm_event_module modules/mod_mpm_event.so
          LoadModule authz_core_module modules/mod_authz_core.so
          LoadModule headers_module modules/mod_headers.so
          LoadModule proxy_module modules/mod_proxy.so
          LoadModule proxy_http_module modules/mod_proxy_http.so
          %3$s
          """
              .formatted(port, folder, text);
      case "caddy" -> "{\n  admin off\n  auto_https off\n}\n" + text + "\n";
      default -> text + "\n";
    };
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI url() {
    return url;
  }

  /** What it has said, for a failure. */
  String log() {
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
