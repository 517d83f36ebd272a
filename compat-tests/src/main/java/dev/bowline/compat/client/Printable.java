package dev.bowline.compat.client;

/**
 * What somebody else has said, so that it can be shown: whatever a terminal might obey, or nobody
 * could see, is written as an escape like {@code \\u001b}.
 */
public final class Printable {

  private Printable() {}

  /** The whole text. */
  public static String of(String text) {
    StringBuilder printable = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (isSeen(c)) {
                printable.appendCodePoint(c);
              } else {
                printable.append("\\u%04x".formatted(c));
              }
            });
    return printable.toString();
  }

  /** In one line, of about so many characters at most. */
  public static String line(String text, int most) {
    String line = of(text.strip().replaceAll("\\s*[\r\n]\\s*", " "));
    return line.length() > most ? line.substring(0, most) + "…" : line;
  }

  private static boolean isSeen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
