package dev.bowline.server.wire;

import java.util.List;

/**
 * Writes one JSON object, its members in the order in which they are given. What comes out has no
 * line break in it, whatever the strings hold, and is spelled as {@code JSON.stringify} spells it,
 * so that both codecs make the same bytes.
 */
final class JsonWriter {
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder out = new StringBuilder("{");

  JsonWriter put(String name, long value) {
    name(name).append(value);
    return this;
  }

  JsonWriter put(String name, boolean value) {
    name(name).append(value);
    return this;
  }

  JsonWriter put(String name, String value) {
    quote(name(name), value);
    return this;
  }

  JsonWriter put(String name, List<String> values) {
    name(name).append('[');
    String separator = "";
    for (String value : values) {
      out.append(separator);
      quote(out, value);
      separator = ",";
    }
    out.append(']');
    return this;
  }

  JsonWriter put(String name, JsonWriter object) {
    name(name).append(object);
    return this;
  }

  /** The object as far as it has been written. */
  @Override
  public String toString() {
    return out + "}";
  }

  private StringBuilder name(String name) {
    if (out.length() > 1) {
      out.append(',');
    }
    quote(out, name);
    return out.append(':');
  }

  /** Appends the text as a JSON string; a lone surrogate becomes U+FFFD. */
  static void quote(StringBuilder out, String text) {
    String wellFormed = Unicode.wellFormed(text);
    out.append('"');
    for (int i = 0; i < wellFormed.length(); i++) {
      char c = wellFormed.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < ' ') {
            out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
