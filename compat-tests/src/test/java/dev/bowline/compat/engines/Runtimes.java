package dev.bowline.compat.engines;

import dev.bowline.compat.NeededCommands;
import dev.bowline.compat.NpmPackage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How runtimes without pages are started on the script that does a page's work there. */
final class Runtimes {
  private Runtimes() {}

  static Engine.Program node(String... options) {
    return runs(() -> NeededCommands.find("node").orElseThrow(), List.of(options), List.of());
  }

  /** The application brings along what it wants to use as WebSocket. */
  static Engine.Program nodeWith(String webSocketModule) {
    return runs(
        () -> NeededCommands.find("node").orElseThrow(), List.of(), List.of(webSocketModule));
  }

  static Engine.Program deno() {
    return runs(
        () -> NpmPackage.find("@deno/linux-x64-glibc").orElseThrow().resolve("deno"),
        List.of("run", "--allow-all"),
        List.of());
  }

  static Engine.Program bun() {
    return runs(
        () -> NpmPackage.find("@oven/bun-linux-x64").orElseThrow().resolve("bin/bun"),
        List.of(),
        List.of());
  }

  /** Where a runtime is; looked for when it is started. */
  private interface Binary {
    Path find();
  }

  private static Engine.Program runs(Binary binary, List<String> options, List<String> more) {
    return (page, scratch) -> {
      List<String> command = new ArrayList<>();
      command.add(binary.find().toString());
      command.addAll(options);
      command.add(Builds.resource("runtime.mjs").toString());
      command.add(page.toString());
      command.addAll(more);
      return Programs.at(scratch, new ProcessBuilder(command));
    };
  }
}
