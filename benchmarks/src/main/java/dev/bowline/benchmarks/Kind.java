package dev.bowline.benchmarks;

import java.util.Locale;

/** What an idle session rests on. */
enum Kind {
  WEBSOCKET("WebSocket"),
  STREAM("event stream"),
  POLL("long poll");

  private final String title;

  Kind(String title) {
    this.title = title;
  }

  /** How it is called on the command line. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How it is called in a table. */
  String title() {
    return title;
  }
}
