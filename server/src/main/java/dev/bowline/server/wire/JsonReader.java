package dev.bowline.server.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A strict reader of one JSON text (RFC 8259): no comments, no trailing commas, no control
 * characters inside strings, nothing after the value but white space. Of equal names in an object
 * the first counts. Nesting is bounded, so that no input can exhaust the stack.
 *
 * <p>Values are {@link String}, {@link Numeral}, {@link Boolean}, {@link List}, {@link Map} and
 * {@link Null}. Numbers stay as they are spelled: whether 1.0 or 1e3 will do is for the one who
 * wants a number, and what nobody wants needs no judging. Strings may hold lone surrogates that
 * were written as escapes.
 */
final class JsonReader {
  static final int MAX_DEPTH = 32;

  /** A number as spelled. */
  record Numeral(String literal) {}

  /** The value {@code null}. */
  enum Null {
    NULL
  }

  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * The value of a whole text.
   *
   * @throws MalformedException if it is not JSON
   */
  static Object read(String text) {
    JsonReader reader = new JsonReader(text);
    Object value = reader.value(0);
    reader.skipWhitespace();
    if (reader.at < text.length()) {
      throw reader.malformed("something after the end");
    }
    return value;
  }

  private Object value(int depth) {
    if (depth > MAX_DEPTH) {
      throw malformed("nested too deep");
    }
    skipWhitespace();
    char c = peek();
    return switch (c) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", Null.NULL);
      default -> number();
    };
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> members = new LinkedHashMap<>();
    at++;
    skipWhitespace();
    if (skip('}')) {
      return members;
    }
    do {
      skipWhitespace();
      String name = string();
      skipWhitespace();
      expect(':');
      members.putIfAbsent(name, value(depth + 1));
      skipWhitespace();
    } while (skip(','));
    expect('}');
    return members;
  }

  private List<Object> array(int depth) {
    List<Object> elements = new ArrayList<>();
    at++;
    skipWhitespace();
    if (skip(']')) {
      return elements;
    }
    do {
      elements.add(value(depth + 1));
      skipWhitespace();
    } while (skip(','));
    expect(']');
    return elements;
  }

  private String string() {
    expect('"');
    int start = at;
    while (peek() != '"' && peek() != '\\') {
      plain();
    }
    if (peek() == '"') {
      return text.substring(start, at++);
    }
    StringBuilder unescaped = new StringBuilder().append(text, start, at);
    while (!skip('"')) {
      unescaped.append(skip('\\') ? escape() : plain());
    }
    return unescaped.toString();
  }

  private char plain() {
    char c = peek();
    if (c < ' ') {
      throw malformed("a control character in a string");
    }
    at++;
    return c;
  }

  private char escape() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicodeEscape();
      default -> throw malformed("an unknown escape");
    };
  }

  private char unicodeEscape() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      char c = peek();
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw malformed("an escape without four hexadecimal digits");
      }
      unit = unit << 4 | digit;
      at++;
    }
    return (char) unit;
  }

  private Numeral number() {
    int start = at;
    skip('-');
    if (!skip('0')) {
      digits();
    }
    if (skip('.')) {
      digits();
    }
    if (skip('e') || skip('E')) {
      if (!skip('+')) {
        skip('-');
      }
      digits();
    }
    return new Numeral(text.substring(start, at));
  }

  private void digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw malformed("no value");
    }
  }

  private Object word(String word, Object value) {
    if (!text.startsWith(word, at)) {
      throw malformed("no value");
    }
    at += word.length();
    return value;
  }

  private void skipWhitespace() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean skip(char expected) {
    if (at < text.length() && text.charAt(at) == expected) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char expected) {
    if (!skip(expected)) {
      throw malformed("no " + expected);
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw malformed("an early end");
    }
    return text.charAt(at);
  }

  private MalformedException malformed(String what) {
    return new MalformedException("not JSON: " + what + " at " + at);
  }
}
