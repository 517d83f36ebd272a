package dev.bowline.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;

/**
 * A session of Bowline's over long polls, each of which says its position: so nothing is different
 * after a cut.
 */
final class BowlinePoll extends HttpSubscriber {
  private final BrowserRequest requests;
  private final String path;
  private final StringBuilder opened = new StringBuilder();
  private Request request;
  private long attach = 1;

  BowlinePoll(Markers markers, BrowserRequest requests, String path) {
    super(markers);
    this.requests = requests;
    this.path = path;
    request = new Request(requests.poll(Request.WORD));
  }

  @Override
  protected void connected() throws IOException {
    if (attach == 1) {
      send(requests.emptyPost(path + "?v=1"));
    } else {
      poll();
    }
  }

  @Override
  public void body(byte[] bytes, int from, int to) throws IOException {
    if (attach == 1) {
      opened.append(new String(bytes, from, to - from, ISO_8859_1));
    } else {
      super.body(bytes, from, to);
    }
  }

  @Override
  public void end() throws IOException {
    if (attach == 1) {
      String url = path + "/" + Tokens.in(opened) + "?attach=" + Request.WORD;
      request = new Request(requests.poll(url));
      isReady();
    }
    poll();
  }

  private void poll() throws IOException {
    attach++;
    send(request.with(attach + "&ack=" + markers.found() + "&wait=25000&_=" + attach));
  }
}
