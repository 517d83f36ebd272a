package dev.bowline.compat.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads an event stream as the WHATWG's page says, event by event, and no byte further than that.
 */
public final class EventReader {

  private final InputStream in;
  private String lastEventId = "";
  private boolean afterCr;
  private boolean started;

  public EventReader(InputStream in) {
    this.in = in;
  }

  /** The next event; fails where the stream ends before it is complete. */
  public Event next() {
    return maybeNext().orElseThrow(() -> new AssertionError("the stream has ended"));
  }

  /** The next event, or empty where the stream has ended. */
  public Optional<Event> maybeNext() {
    try {
      return Optional.of(read());
    } catch (EOFException e) {
      if ("end".equals(e.getMessage())) {
        return Optional.empty();
      }
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All events up to the stream's end. */
  public List<Event> rest() {
    List<Event> events = new ArrayList<>();
    Optional<Event> event = maybeNext();
    while (event.isPresent()) {
      events.add(event.get());
      event = maybeNext();
    }
    return events;
  }

  /** The id that stands next on the stream, with an event or in a block of its own. */
  public String awaitsId() {
    try {
      String before = lastEventId;
      while (lastEventId.equals(before)) {
        block();
      }
      return lastEventId;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The id that a browser would reconnect with. */
  public String lastEventId() {
    return lastEventId;
  }

  private Event read() throws IOException {
    List<String> comments = new ArrayList<>();
    while (true) {
      Event block = block();
      comments.addAll(block.comments());
      if (!block.type().isEmpty()) {
        return new Event(block.type(), block.data(), comments);
      }
    }
  }

  /** Everything up to an empty line; without a type where there was no data. */
  private Event block() throws IOException {
    String type = "";
    List<String> data = new ArrayList<>();
    List<String> comments = new ArrayList<>();
    String id = lastEventId;
    while (true) {
      String line = line();
      if (line.isEmpty()) {
        lastEventId = id;
        return data.isEmpty()
            ? new Event("", "", comments)
            : new Event(type.isEmpty() ? "message" : type, String.join("\n", data), comments);
      }
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1);
      value = value.startsWith(" ") ? value.substring(1) : value;
      switch (field) {
        case "" -> comments.add(value);
        case "event" -> type = value;
        case "data" -> data.add(value);
        case "id" -> id = value;
        default -> {} // retry, and what nobody knows
      }
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("end");
      }
      boolean secondHalf = afterCr && next == '\n';
      afterCr = false;
      if (secondHalf) {
        continue;
      }
      if (next == '\r' || next == '\n') {
        afterCr = next == '\r';
        break;
      }
      line.write(next);
    }
    String text = line.toString(StandardCharsets.UTF_8);
    if (!started && text.startsWith("\uFEFF")) {
      text = text.substring(1);
    }
    started = true;
    return text;
  }
}
