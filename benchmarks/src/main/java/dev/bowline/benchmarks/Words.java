package dev.bowline.benchmarks;

import com.google.common.base.Splitter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What was said on the command line: {@code --name value}, each optional. */
final class Words {
  private final Map<String, String> given = new TreeMap<>();

  /**
   * @throws IllegalArgumentException if something is not {@code --name value} with one of the
   *     names; so do all that ask, if a value is not of the kind that they ask for
   */
  Words(List<String> words, Set<String> names) {
    if (words.size() % 2 != 0) {
      throw new IllegalArgumentException("not in pairs of --name and value: " + words);
    }
    for (int index = 0; index < words.size(); index += 2) {
      String name = words.get(index);
      if (!name.startsWith("--") || !names.contains(name.substring(2))) {
        throw new IllegalArgumentException("not known here: " + name + "; known are " + names);
      }
      given.put(name.substring(2), words.get(index + 1));
    }
  }

  String text(String name, String otherwise) {
    return given.getOrDefault(name, otherwise);
  }

  int number(String name, int otherwise) {
    return given.containsKey(name) ? number(name, text(name, "")) : otherwise;
  }

  /** Several numbers, with commas between them. */
  List<Integer> numbers(String name, String otherwise) {
    return Splitter.on(',')
        .splitToStream(text(name, otherwise))
        .map(word -> number(name, word))
        .toList();
  }

  private static int number(String name, String word) {
    try {
      return Integer.parseInt(word);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--" + name + " needs a number: " + word, e);
    }
  }

  /** Several of an enum's constants, with commas between them; all of them by default. */
  <E extends Enum<E>> List<E> several(String name, Class<E> type) {
    if (!given.containsKey(name)) {
      return Arrays.asList(type.getEnumConstants());
    }
    return Splitter.on(',')
        .splitToStream(text(name, ""))
        .map(word -> constant(name, type, word))
        .toList();
  }

  private static <E extends Enum<E>> E constant(String name, Class<E> type, String word) {
    try {
      return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      String known = Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT);
      throw new IllegalArgumentException("--" + name + " is any of " + known + ", not " + word, e);
    }
  }
}
