package dev.bowline.server.wire;

import java.util.Random;

/** Texts made of what has ever broken a codec, the same ones again for the same seed. */
final class RandomText {
  private static final String[] PIECES = {
    "\r",
    "\n",
    "\r\n",
    "\n\n",
    "\r\r",
    "\0",
    "\uFEFF",
    "\u2028",
    "\u2029",
    "\u0085",
    "\u001E",
    "\u000B",
    "\f",
    " ",
    "  ",
    "\t",
    ":",
    "data: ",
    "data",
    "event: close\n",
    "event: text\r",
    "id: 7\n",
    "retry: 1\n",
    "\n\nevent: close\ndata: {\"code\":1000}\n\n",
    "\"",
    "\\",
    "\\u0000",
    "{",
    "}",
    "c{\"code\":1000}",
    "m",
    "a1",
    "\uD83D",
    "\uDE00",
    "\uD83D\uDE00",
    "\uFFFD",
    "\uFFFF",
    "\u00E9",
    "\u0800",
    "\u007F",
    "x",
    "hello",
    "=",
    "AAAA",
    "0"
  };

  private final Random random;

  RandomText(long seed) {
    random = new Random(seed);
  }

  String next() {
    StringBuilder text = new StringBuilder();
    for (int pieces = random.nextInt(12); pieces > 0; pieces--) {
      text.append(random.nextInt(8) == 0 ? anyChar() : PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  byte[] nextBytes() {
    byte[] bytes = new byte[random.nextInt(40)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Text, or now and then a binary. */
  Payload nextMessage() {
    return random.nextInt(4) == 0 ? Payload.binary(nextBytes()) : Payload.text(next());
  }

  int nextInt(int bound) {
    return random.nextInt(bound);
  }

  private String anyChar() {
    return String.valueOf((char) random.nextInt(Character.MAX_VALUE + 1));
  }
}
