package dev.bowline.benchmarks.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Servers in Node, whose packages {@code npm ci} has put into {@code benchmarks/peers}. */
final class Node {
  private static final Pattern VERSION = Pattern.compile("\"version\": *\"([\\w.-]+)\"");

  private Node() {}

  static Running start(String name) {
    Path script = peers().resolve("servers").resolve(name + ".mjs");
    // What Node's documentation has one set where users are served.
    return Launch.talkative(List.of("env", "NODE_ENV=production", "node", script.toString()));
  }

  static String version(String name) {
    try {
      Path description = peers().resolve("node_modules").resolve(name).resolve("package.json");
      Matcher version = VERSION.matcher(Files.readString(description));
      return name
          + " "
          + (version.find() ? version.group(1) : "")
          + " in Node "
          + Launch.output("node", "--version");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Beside the jar that this is in. */
  private static Path peers() {
    for (Path place : List.of(Path.of("benchmarks", "peers"), Path.of("peers"))) {
      if (Files.isDirectory(place.resolve("node_modules"))) {
        return place;
      }
    }
    throw new IllegalStateException(
        "no packages: npm ci in benchmarks/peers first, and start from the project's directory");
  }
}
