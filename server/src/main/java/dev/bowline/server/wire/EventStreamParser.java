package dev.bowline.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The WHATWG event stream's grammar, pushed in by pieces of any size and cut anywhere, even inside
 * a character or between CR and LF. A line ends at LF, CR or CRLF and at nothing else. One byte
 * order mark at the very start of the stream is dropped; anywhere else it is content. Comments,
 * {@code id}, {@code retry} and unknown fields are skipped, and so is an event without a data line.
 * An event that the stream's end leaves unfinished is never delivered. Bad UTF-8 becomes U+FFFD,
 * not always as many as a browser makes of it.
 *
 * <p>What it keeps between two pieces is one unfinished event, bounded by {@code maxEventBytes};
 * comments are not kept at all. Not thread-safe, and of no further use once it has thrown.
 */
public final class EventStreamParser {
  /** Takes the events, within the push that completes them. */
  @FunctionalInterface
  public interface Listener {
    /**
     * An event.
     *
     * @param type the event's name, {@code message} where the stream names none
     * @param data its data lines, joined by LF
     */
    void onEvent(String type, String data);
  }

  /** As {@link Listener}, nearer to the bytes. */
  interface RawListener {
    /** An event whose data is the beginning of the array, which is only lent. */
    void onEvent(String type, byte[] data, int length);

    /** An event with a name but no data line, which the grammar skips. */
    default void onEventWithoutData(String type) {}
  }

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final String DEFAULT_TYPE = "message";

  private final int maxEventBytes;
  private final RawListener listener;

  private final Bytes line = new Bytes();
  private final Bytes data = new Bytes();
  private String type = "";
  private boolean inComment;
  private boolean afterCarriageReturn;

  /** How much of the byte order mark has come; its length also when none can come any more. */
  private int markSeen;

  /** A parser at the start of a stream; an event beyond the bound makes it throw. */
  public EventStreamParser(int maxEventBytes, Listener listener) {
    this(
        maxEventBytes,
        (RawListener)
            (type, data, length) -> listener.onEvent(type, new String(data, 0, length, UTF_8)));
  }

  EventStreamParser(int maxEventBytes, RawListener listener) {
    this.maxEventBytes = maxEventBytes;
    this.listener = listener;
  }

  /**
   * Takes the next piece of the stream, all that remains in the buffer.
   *
   * @throws MalformedException if an event is bigger than allowed
   */
  public void push(ByteBuffer piece) {
    int length = piece.remaining();
    if (piece.hasArray()) {
      int offset = piece.arrayOffset() + piece.position();
      piece.position(piece.limit());
      push(piece.array(), offset, length);
    } else {
      byte[] copy = new byte[length];
      piece.get(copy);
      push(copy, 0, length);
    }
  }

  /**
   * Takes the next piece of the stream.
   *
   * @throws MalformedException if an event is bigger than allowed
   */
  public void push(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int start = skipByteOrderMark(bytes, offset, end);
    for (int i = start; i < end; i++) {
      byte b = bytes[i];
      if (b == '\n' && afterCarriageReturn) {
        afterCarriageReturn = false;
        start = i + 1;
      } else if (b == '\n' || b == '\r') {
        afterCarriageReturn = b == '\r';
        endLine(bytes, start, i);
        start = i + 1;
      } else {
        afterCarriageReturn = false;
      }
    }
    keepPartOfLine(bytes, start, end);
  }

  /** Whether the stream, if it ended here, would leave an event or a line unfinished. */
  public boolean isUnfinished() {
    boolean partOfMark = markSeen > 0 && markSeen < BYTE_ORDER_MARK.length;
    return partOfMark || inComment || !line.isEmpty() || !data.isEmpty() || !type.isEmpty();
  }

  private int skipByteOrderMark(byte[] bytes, int start, int end) {
    int at = start;
    while (markSeen < BYTE_ORDER_MARK.length && at < end) {
      if (bytes[at] != BYTE_ORDER_MARK[markSeen]) {
        line.append(BYTE_ORDER_MARK, 0, markSeen);
        markSeen = BYTE_ORDER_MARK.length;
      } else {
        markSeen++;
        at++;
      }
    }
    return at;
  }

  private void keepPartOfLine(byte[] bytes, int start, int end) {
    if (start == end || inComment) {
      return;
    }
    if (line.isEmpty() && bytes[start] == ':') {
      inComment = true;
      return;
    }
    checkSize(line.length() + (end - start));
    line.append(bytes, start, end);
  }

  private void endLine(byte[] bytes, int start, int end) {
    if (inComment) {
      inComment = false;
    } else if (line.isEmpty()) {
      wholeLine(bytes, start, end);
    } else {
      line.append(bytes, start, end);
      wholeLine(line.array(), 0, line.length());
      line.clear();
    }
  }

  private void wholeLine(byte[] bytes, int start, int end) {
    if (start == end) {
      endEvent();
      return;
    }
    if (bytes[start] == ':') {
      return;
    }
    checkSize(end - start);
    int colon = start;
    while (colon < end && bytes[colon] != ':') {
      colon++;
    }
    int value = Math.min(colon + 1, end);
    if (value < end && bytes[value] == ' ') {
      value++;
    }
    if (isName("data", bytes, start, colon)) {
      data.append(bytes, value, end);
      data.append('\n');
    } else if (isName("event", bytes, start, colon)) {
      type = new String(bytes, value, end - value, UTF_8);
    }
  }

  private void endEvent() {
    String ended = type;
    type = "";
    if (!data.isEmpty()) {
      int length = data.length() - 1;
      listener.onEvent(ended.isEmpty() ? DEFAULT_TYPE : ended, data.array(), length);
      data.clear();
    } else if (!ended.isEmpty()) {
      listener.onEventWithoutData(ended);
    }
  }

  private static boolean isName(String name, byte[] bytes, int start, int end) {
    if (end - start != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (bytes[start + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The data so far and the line at hand, whole or not: so cutting the stream changes nothing. */
  private void checkSize(int lineSize) {
    if (lineSize > maxEventBytes - data.length()) {
      throw new TooBigException("an event of more than " + maxEventBytes + " bytes");
    }
  }

  /** A growing array of bytes that gives back what one big event made it take. */
  private static final class Bytes {
    private static final byte[] EMPTY = {};
    private static final int KEPT = 8192;

    private byte[] array = EMPTY;
    private int length;

    byte[] array() {
      return array;
    }

    int length() {
      return length;
    }

    boolean isEmpty() {
      return length == 0;
    }

    void append(byte[] source, int start, int end) {
      reserve(end - start);
      System.arraycopy(source, start, array, length, end - start);
      length += end - start;
    }

    void append(char ascii) {
      reserve(1);
      array[length++] = (byte) ascii;
    }

    void clear() {
      length = 0;
      if (array.length > KEPT) {
        array = EMPTY;
      }
    }

    private void reserve(int more) {
      if (more > array.length - length) {
        array = Arrays.copyOf(array, Math.max(length + more, 2 * array.length));
      }
    }
  }
}
