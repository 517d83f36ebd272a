package dev.bowline.compat.browsers;

import dev.bowline.compat.client.Daemons;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The jar that people download, run as they run it. */
public final class RunnableJar implements AutoCloseable {
  private static final Pattern URL = Pattern.compile("http://\\S+");

  private final Process process;
  private final URI url;
  private final CompletableFuture<List<String>> log;

  private RunnableJar(Process process, URI url, BufferedReader log) {
    this.process = process;
    this.url = url;
    this.log =
        CompletableFuture.supplyAsync(
            () -> log.lines().toList(), task -> Daemons.run("jar-output", task));
  }

  public static RunnableJar start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("bowline.jar", "../server/target/bowline-server.jar"),
                "--port",
                "0"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String line;
    while ((line = output.readLine()) != null) {
      Matcher found = URL.matcher(line);
      if (found.find()) {
        return new RunnableJar(process, URI.create(found.group()), output);
      }
    }
    throw new IOException("the jar ended before it listened");
  }

  public URI url() {
    return url;
  }

  /** Ends it, and tells what it has written since it was ready. */
  public List<String> stop() {
    close();
    return log.join();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
