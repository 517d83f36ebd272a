package dev.bowline.compat.client;

import java.util.List;

/** Texts that a careless encoding breaks, or lets pass for something else. */
public final class Awkward {

  public static final List<String> TEXTS =
      List.of(
          "",
          " ",
          " leading space",
          "  two",
          "trailing space ",
          ":",
          ": comment",
          ":\n:",
          "a:b",
          "data: x",
          "data: x\n\ndata: y",
          "event: close\ndata: {\"code\":1000,\"reason\":\"\"}",
          "id: 7",
          "retry: 1",
          "\n",
          "\n\n",
          "\n\n\n",
          "line\n",
          "\nline",
          "a\nb\nc",
          "\r",
          "\r\n",
          "a\rb",
          "a\r\nb\r\n",
          "\rdata: forged\r\revent: close\rdata: {}\r\r",
          "x\r\revent: session\rdata: {}\r\r",
          "\u0000",
          "a\u0000b",
          "\u0001\u0002\u001e\u001f\u007f",
          "\uFEFF",
          "\uFEFFafter a BOM",
          "a\u2028b\u2029c\u0085d",
          "\u2028\u0085\u00A0",
          "é",
          "日本語",
          "\uD83D\uDE00",
          "👩‍👩‍👧‍👦 and 🇪🇺",
          "\uFFFD\uFFFE\uFFFF",
          "\"quoted\\\"",
          "\r\"\\/\b\f\t\u0000",
          "\t\u000B\f",
          "</script><!--",
          "m",
          "c{\"code\":1000}",
          "null",
          "x".repeat(70_000),
          "é\r".repeat(5_000));

  private Awkward() {}

  /** Those that a server takes whose messages may have so many bytes. */
  public static List<String> within(int bytes) {
    return TEXTS.stream().filter(text -> Payload.text(text).size() <= bytes).toList();
  }
}
