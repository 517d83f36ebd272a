package dev.bowline.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;

/** A session of Bowline's over an event stream; it acknowledges by posts, on another connection. */
final class BowlineStream extends HttpSubscriber {
  private final BrowserRequest requests;
  private final String path;
  private final Posts posts;
  private final Acknowledging acknowledging = new Acknowledging();
  private final StringBuilder opened = new StringBuilder();
  private boolean isOpen;
  private Request acknowledgement;

  BowlineStream(Markers markers, BrowserRequest requests, String path, Posts posts) {
    super(markers);
    this.requests = requests;
    this.path = path;
    this.posts = posts;
    acknowledgement = new Request(requests.emptyPost(Request.WORD));
  }

  @Override
  protected void connected() throws IOException {
    send(requests.stream(path + "?v=1"));
  }

  @Override
  public void body(byte[] bytes, int from, int to) throws IOException {
    if (!isOpen) {
      opened.append(new String(bytes, from, to - from, ISO_8859_1));
      if (opened.indexOf("\n\n") > 0) {
        isOpen = true;
        String url = path + "/" + Tokens.in(opened) + "?ack=" + Request.WORD;
        acknowledgement = new Request(requests.emptyPost(url));
        isReady();
      }
      return;
    }
    super.body(bytes, from, to);
    long now = System.nanoTime();
    if (markers.found() > acknowledging.handled()) {
      acknowledging.handled(markers.found(), now);
      tick(now / 1_000_000);
    } else if (to - from < Markers.MESSAGE_BYTES && isPing(bytes, from, to)) {
      acknowledge();
    }
  }

  private static boolean isPing(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, ISO_8859_1).contains("event: ping");
  }

  @Override
  protected void tick(long nowMillis) throws IOException {
    if (acknowledging.isDue(nowMillis)) {
      acknowledge();
    }
  }

  private void acknowledge() throws IOException {
    posts.post(acknowledgement.with(Long.toString(acknowledging.acknowledge())));
  }
}
