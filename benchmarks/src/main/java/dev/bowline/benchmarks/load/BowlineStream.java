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
  private String session = "";
  private long attach = 1;
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
    if (session.isEmpty()) {
      send(requests.stream(path + "?v=1"));
      return;
    }
    attach++;
    send(requests.stream(session + "?attach=" + attach + "&ack=" + acknowledging.acknowledge()));
  }

  @Override
  protected void isCut() {
    super.isCut();
    isOpen = false;
    opened.setLength(0);
  }

  @Override
  public void body(byte[] bytes, int from, int to) throws IOException {
    if (!isOpen) {
      String said = new String(bytes, from, to - from, ISO_8859_1);
      opened.append(said);
      int end = opened.indexOf("\n\n");
      if (end < 0) {
        return;
      }
      isOpen = true;
      session = path + "/" + Tokens.in(opened);
      acknowledgement = new Request(requests.emptyPost(session + "?ack=" + Request.WORD));
      isReady();
      // Right behind it may stand what was missed.
      handle(bytes, to - (opened.length() - end - 2), to);
      return;
    }
    handle(bytes, from, to);
  }

  private void handle(byte[] bytes, int from, int to) throws IOException {
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
    if (isOpen && acknowledging.isDue(nowMillis)) {
      acknowledge();
    }
  }

  private void acknowledge() throws IOException {
    posts.post(acknowledgement.with(Long.toString(acknowledging.acknowledge())));
  }
}
