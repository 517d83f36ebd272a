package dev.bowline.compat.fuzzing;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a session is called.
 *
 * @param token its secret
 * @param id its public name
 */
record SessionName(String token, String id) {
  private static final Pattern RECORD =
      Pattern.compile("\"session\":\"([\\w-]{20,})\",\"id\":\"(\\w+)\"");

  /** All that session records in this output say. */
  static List<SessionName> in(String output) {
    return RECORD
        .matcher(output)
        .results()
        .map(found -> new SessionName(found.group(1), found.group(2)))
        .toList();
  }
}
