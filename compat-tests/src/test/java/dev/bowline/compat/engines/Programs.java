package dev.bowline.compat.engines;

import java.nio.file.Path;

/** How each engine is started on a page. */
final class Programs {
  private Programs() {}

  static Engine.Program chromium(Path binary) {
    return (page, scratch) ->
        new ProcessBuilder(
            binary.toString(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            // Or the older ones end when they have loaded the page.
            "--remote-debugging-port=0",
            "--user-data-dir=" + scratch.resolve("profile"),
            page.toString());
  }
}
