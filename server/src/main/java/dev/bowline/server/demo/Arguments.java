package dev.bowline.server.demo;

import java.util.Iterator;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for one that is free
 * @param conformance whether the application for black-box tests is there too
 * @param help whether only the usage is wanted
 */
record Arguments(String host, int port, boolean conformance, boolean help) {
  static final String USAGE =
      """
      usage: java -jar bowline-server.jar [--port 8080] [--host 127.0.0.1] [--conformance] [--help]

        --port N         the port to listen on; 0 takes one that is free (default 8080)
        --host ADDRESS   the address to listen on; 0.0.0.0 for all (default 127.0.0.1)
        --conformance    also mount /conformance, the application that black-box tests talk to
        --help           print this and end
      """;

  /** A command line that can't be understood. The message is for the one who typed it. */
  static final class BadArgumentException extends RuntimeException {
    BadArgumentException(String message) {
      super(message);
    }
  }

  /**
   * Reads a command line. A value follows its option, or an equals sign; the last of two wins.
   *
   * @throws BadArgumentException if it can't be understood
   */
  static Arguments parse(String... line) {
    String host = "127.0.0.1";
    int port = 8080;
    boolean conformance = false;
    boolean help = false;
    Iterator<String> words = List.of(line).iterator();
    while (words.hasNext()) {
      String word = words.next();
      int equals = word.startsWith("--") ? word.indexOf('=') : -1;
      String option = equals < 0 ? word : word.substring(0, equals);
      switch (option) {
        case "--port" -> port = port(value(word, equals, words));
        case "--host" -> host = host(value(word, equals, words));
        case "--conformance" -> conformance = flag(option, equals);
        case "--help", "-h" -> help = flag(option, equals);
        default -> throw new BadArgumentException("unknown argument " + word);
      }
    }
    return new Arguments(host, port, conformance, help);
  }

  private static String value(String word, int equals, Iterator<String> words) {
    if (equals >= 0) {
      return word.substring(equals + 1);
    }
    if (!words.hasNext()) {
      throw new BadArgumentException(word + " needs a value");
    }
    return words.next();
  }

  private static boolean flag(String option, int equals) {
    if (equals >= 0) {
      throw new BadArgumentException(option + " takes no value");
    }
    return true;
  }

  private static String host(String value) {
    if (value.isBlank()) {
      throw new BadArgumentException("--host is empty");
    }
    return value;
  }

  private static int port(String value) {
    // Only digits: parseInt would also take a sign, and digits of other scripts.
    if (value.matches("[0-9]{1,5}")) {
      int port = Integer.parseInt(value);
      if (port <= 65_535) {
        return port;
      }
    }
    throw new BadArgumentException("--port is '" + value + "', not a number from 0 to 65535");
  }
}
