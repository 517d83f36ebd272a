package dev.bowline.benchmarks.load;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the token of a session from its first record. */
final class Tokens {
  private static final Pattern TOKEN = Pattern.compile("\"session\":\"([\\w-]+)\"");

  private Tokens() {}

  static String in(CharSequence record) throws IOException {
    Matcher matcher = TOKEN.matcher(record);
    if (!matcher.find()) {
      throw new IOException("no session: " + record);
    }
    return matcher.group(1);
  }
}
