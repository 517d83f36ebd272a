package dev.bowline.benchmarks.micro;

import dev.bowline.server.wire.Payload;

/** Messages of the kinds that are encoded differently. */
public enum Contents {
  /** 100 bytes of ASCII, as a price or a line of chat. */
  TEXT("x".repeat(100)),
  /** The same with a carriage return, which the event stream carries as JSON. */
  TEXT_WITH_CR("x".repeat(49) + '\r' + "x".repeat(50)),
  /** 4 kB in 64 lines, with characters of one, two and three bytes. */
  LONG_TEXT(("a\u00e4\u20ac" + "x".repeat(57) + '\n').repeat(64)),
  /** 100 bytes, which the event stream carries as base64. */
  BINARY("");

  private final String text;

  Contents(String text) {
    this.text = text;
  }

  /** A new payload, which has made no encoding yet. */
  Payload payload() {
    return this == BINARY ? Payload.binary(new byte[100]) : Payload.text(text);
  }
}
