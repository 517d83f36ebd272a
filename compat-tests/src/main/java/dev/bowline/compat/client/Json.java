package dev.bowline.compat.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON value, and a parser that takes nothing but JSON. */
public final class Json {

  private final @Nullable Object value;

  private Json(@Nullable Object value) {
    this.value = value;
  }

  public static Json parse(String text) {
    Parser parser = new Parser(text);
    Json value = parser.value();
    parser.space();
    if (parser.at != text.length()) {
      throw new AssertionError("more than one JSON value: " + text);
    }
    return value;
  }

  /** A JSON string. */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        default -> {
          if (c < ' ') {
            quoted.append(String.format("\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  public boolean has(String member) {
    return value instanceof Map<?, ?> map && map.containsKey(member);
  }

  public Json get(String member) {
    if (value instanceof Map<?, ?> map && map.get(member) instanceof Json json) {
      return json;
    }
    throw new AssertionError("no member " + member + " in " + this);
  }

  /** A member that is a number; one beyond the range of an int is the last one within. */
  public int number(String member) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, get(member).number()));
  }

  public long number() {
    if (value instanceof Double number && number == Math.rint(number)) {
      return number.longValue();
    }
    throw new AssertionError("no whole number: " + this);
  }

  public String string() {
    if (value instanceof String string) {
      return string;
    }
    throw new AssertionError("no string: " + this);
  }

  public boolean bool() {
    if (value instanceof Boolean bool) {
      return bool;
    }
    throw new AssertionError("no boolean: " + this);
  }

  /** The strings of an array. */
  public List<String> strings() {
    if (value instanceof List<?> list) {
      return list.stream().map(it -> ((Json) it).string()).toList();
    }
    throw new AssertionError("no array: " + this);
  }

  /** The whole numbers of an array. */
  public List<Long> numbers() {
    if (value instanceof List<?> list) {
      return list.stream().map(it -> ((Json) it).number()).toList();
    }
    throw new AssertionError("no array: " + this);
  }

  /** Whether a number, string or boolean occurs anywhere within as text. */
  public boolean mentions(String text) {
    return toString().contains(text);
  }

  @Override
  public String toString() {
    return value instanceof String string ? quote(string) : String.valueOf(value);
  }

  private static final class Parser {

    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    Json value() {
      space();
      char c = peek();
      return switch (c) {
        case '{' -> object();
        case '[' -> array();
        case '"' -> new Json(string());
        case 't' -> literal("true", true);
        case 'f' -> literal("false", false);
        case 'n' -> literal("null", null);
        default -> number();
      };
    }

    private Json object() {
      Map<String, Json> members = new LinkedHashMap<>();
      take('{');
      space();
      while (peek() != '}') {
        space();
        String name = string();
        space();
        take(':');
        members.put(name, value());
        space();
        if (peek() != '}') {
          take(',');
        }
      }
      take('}');
      return new Json(members);
    }

    private Json array() {
      List<Json> elements = new ArrayList<>();
      take('[');
      space();
      while (peek() != ']') {
        elements.add(value());
        space();
        if (peek() != ']') {
          take(',');
        }
      }
      take(']');
      return new Json(elements);
    }

    private String string() {
      take('"');
      StringBuilder string = new StringBuilder();
      while (peek() != '"') {
        char c = text.charAt(at++);
        if (c < ' ') {
          throw new AssertionError("a control character in a JSON string: " + text);
        }
        string.append(c == '\\' ? escaped() : c);
      }
      take('"');
      return string.toString();
    }

    private char escaped() {
      char c = text.charAt(at++);
      return switch (c) {
        case '"', '\\', '/' -> c;
        case 'b' -> '\b';
        case 'f' -> '\f';
        case 'n' -> '\n';
        case 'r' -> '\r';
        case 't' -> '\t';
        case 'u' -> {
          at += 4;
          yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }
        default -> throw new AssertionError("no escape: " + c);
      };
    }

    private Json number() {
      int from = at;
      while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      return new Json(Double.parseDouble(text.substring(from, at)));
    }

    private Json literal(String literal, @Nullable Object value) {
      if (!text.startsWith(literal, at)) {
        throw new AssertionError("no JSON: " + text);
      }
      at += literal.length();
      return new Json(value);
    }

    void space() {
      while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }

    private char peek() {
      if (at >= text.length()) {
        throw new AssertionError("JSON that ends too early: " + text);
      }
      return text.charAt(at);
    }

    private void take(char c) {
      if (peek() != c) {
        throw new AssertionError("no " + c + " at " + at + " in " + text);
      }
      at++;
    }
  }
}
