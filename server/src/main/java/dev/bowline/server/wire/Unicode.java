package dev.bowline.server.wire;

/** What UTF-8 asks of a Java string, which may hold halves of surrogate pairs. */
final class Unicode {
  private static final char REPLACEMENT = '\uFFFD';

  private Unicode() {}

  /** The text with U+FFFD for each lone surrogate; the same instance if it has none. */
  static String wellFormed(String text) {
    int lone = nextLoneSurrogate(text, 0);
    if (lone < 0) {
      return text;
    }
    char[] chars = text.toCharArray();
    for (; lone >= 0; lone = nextLoneSurrogate(text, lone + 1)) {
      chars[lone] = REPLACEMENT;
    }
    return new String(chars);
  }

  /** The longest beginning of a well-formed text that takes at most so many bytes of UTF-8. */
  static String truncate(String text, int maxBytes) {
    int bytes = 0;
    int at = 0;
    while (at < text.length()) {
      int codePoint = text.codePointAt(at);
      bytes += utf8Length(codePoint);
      if (bytes > maxBytes) {
        return text.substring(0, at);
      }
      at += Character.charCount(codePoint);
    }
    return text;
  }

  private static int utf8Length(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    if (codePoint < 0x800) {
      return 2;
    }
    return codePoint < 0x10000 ? 3 : 4;
  }

  private static int nextLoneSurrogate(String text, int from) {
    int at = from;
    while (at < text.length()) {
      int codePoint = text.codePointAt(at);
      if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
        return at;
      }
      at += Character.charCount(codePoint);
    }
    return -1;
  }
}
