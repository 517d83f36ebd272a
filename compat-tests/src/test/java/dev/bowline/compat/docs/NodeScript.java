package dev.bowline.compat.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.NeededCommands;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Scripts that Node runs in a folder, beside the client's files as a channel serves them. */
record NodeScript(Path folder) {
  private static final int PATIENCE_SECONDS = 20;

  /** Gets a file of the client's from a channel, as a page would. */
  void load(URI channel, String name, String as) throws IOException, InterruptedException {
    URI file = URI.create(channel + "/" + name);
    HttpResponse<Path> reply =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(file).build(), BodyHandlers.ofFile(folder.resolve(as)));
    assertEquals(200, reply.statusCode(), name);
  }

  /** Runs a module to its end, which must be a good one, and returns the lines that it wrote. */
  List<String> run(String script, String... flags) throws IOException, InterruptedException {
    Path main = Files.writeString(folder.resolve("main.mjs"), script);
    Path log = folder.resolve("node.log");
    List<String> command = new ArrayList<>(List.of(flags));
    command.add(0, NeededCommands.find("node").orElseThrow().toString());
    command.add(main.toString());
    Process node =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = node.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    node.destroyForcibly();
    List<String> said = Files.readAllLines(log);
    assertTrue(ended && node.exitValue() == 0, said::toString);
    return said;
  }
}
