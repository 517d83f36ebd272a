package dev.bowline.benchmarks.load;

import java.util.Locale;

/** What an idle session rests on. */
public enum Kind {
  WEBSOCKET("WebSocket"),
  STREAM("event stream"),
  POLL("long poll");

  private final String title;

  Kind(String title) {
    this.title = title;
  }

  /** How it is called on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How it is called in a table. */
  public String title() {
    return title;
  }
}
