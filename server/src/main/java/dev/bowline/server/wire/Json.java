package dev.bowline.server.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of JSON as the protocol's records need it: named members of a known type, all others
 * ignored. Strings come out well formed, numbers as {@link Numbers} has them.
 */
final class Json {
  private final Map<?, ?> members;

  private Json(Map<?, ?> members) {
    this.members = members;
  }

  /**
   * Reads an object.
   *
   * @throws MalformedException if the text is not JSON, or no object
   */
  static Json object(String text) {
    if (JsonReader.read(text) instanceof Map<?, ?> members) {
      return new Json(members);
    }
    throw new MalformedException("not a JSON object");
  }

  /**
   * Reads a string standing alone.
   *
   * @throws MalformedException if the text is not JSON, or no string
   */
  static String string(String text) {
    if (JsonReader.read(text) instanceof String string) {
      return Unicode.wellFormed(string);
    }
    throw new MalformedException("not a JSON string");
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  long number(String name) {
    if (member(name) instanceof JsonReader.Numeral number) {
      return Numbers.parse(number.literal());
    }
    throw wrong(name, "number");
  }

  String text(String name) {
    if (member(name) instanceof String string) {
      return Unicode.wellFormed(string);
    }
    throw wrong(name, "string");
  }

  boolean flag(String name) {
    if (member(name) instanceof Boolean flag) {
      return flag;
    }
    throw wrong(name, "true or false");
  }

  Json member(String name, String ofWhat) {
    if (member(name) instanceof Map<?, ?> object) {
      return new Json(object);
    }
    throw wrong(name, ofWhat);
  }

  List<String> texts(String name) {
    if (!(member(name) instanceof List<?> elements)) {
      throw wrong(name, "list");
    }
    List<String> texts = new ArrayList<>(elements.size());
    for (Object element : elements) {
      if (!(element instanceof String string)) {
        throw wrong(name, "list of strings");
      }
      texts.add(Unicode.wellFormed(string));
    }
    return texts;
  }

  private @Nullable Object member(String name) {
    return members.get(name);
  }

  private MalformedException wrong(String name, String type) {
    return new MalformedException(
        has(name) ? "\"" + name + "\" is no " + type : "\"" + name + "\" is missing");
  }
}
