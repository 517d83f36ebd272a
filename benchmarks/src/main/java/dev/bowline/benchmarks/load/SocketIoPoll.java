package dev.bowline.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client of Socket.IO's over long polls. It speaks only between two polls, so one connection is
 * enough for both.
 */
final class SocketIoPoll extends HttpSubscriber {
  private static final Pattern SESSION = Pattern.compile("\"sid\":\"([\\w-]+)\"");
  private static final char SEPARATOR = '\u001e';

  private final BrowserRequest requests;
  private final StringBuilder said = new StringBuilder();
  private ByteBuffer poll;
  private String url = "/socket.io/?EIO=4&transport=polling";
  private boolean hasSession;
  private int posts;

  SocketIoPoll(Markers markers, BrowserRequest requests) {
    super(markers);
    this.requests = requests;
    poll = requests.poll(url);
  }

  @Override
  protected void connected() throws IOException {
    send(poll.duplicate());
  }

  @Override
  public void body(byte[] bytes, int from, int to) throws IOException {
    if (posts == 0) {
      super.body(bytes, from, to);
      said.append(new String(bytes, from, to - from, US_ASCII));
    }
  }

  @Override
  public void end() throws IOException {
    if (posts > 0) {
      posts--;
      return;
    }
    String packets = said.toString();
    said.setLength(0);
    if (!hasSession) {
      open(packets);
    } else {
      int start = 0;
      while (start >= 0 && start < packets.length()) {
        hear(packets, start);
        start = packets.indexOf(SEPARATOR, start) + 1;
        start = start == 0 ? -1 : start;
      }
    }
    send(poll.duplicate());
  }

  private void open(String packet) throws IOException {
    Matcher session = SESSION.matcher(packet);
    if (!session.find()) {
      throw new IOException("no session: " + packet);
    }
    hasSession = true;
    url = url + "&sid=" + session.group(1);
    poll = requests.poll(url);
    post("40");
  }

  private void hear(String packets, int start) throws IOException {
    switch (packets.charAt(start)) {
      case '2' -> post("3");
      case '4' -> isReady();
      case '6' -> {}
      default -> throw new IOException(packets);
    }
  }

  /** The reply comes before that to the next poll. */
  private void post(String packet) throws IOException {
    posts++;
    send(requests.post(url, "text/plain;charset=UTF-8", packet));
  }
}
