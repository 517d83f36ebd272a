package dev.bowline.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;

/** A session of CometD's over long polls, with acknowledgements. */
final class CometdPoll extends HttpSubscriber {
  private final Bayeux bayeux = new Bayeux("long-polling");
  private final Request request;
  private final StringBuilder said = new StringBuilder();
  private String cookie = "";

  /**
   * @param request a post, with its last headers and its body to come
   */
  CometdPoll(Markers markers, Request request) {
    super(markers);
    this.request = request;
  }

  @Override
  protected void connected() throws IOException {
    post(bayeux.handshake());
  }

  @Override
  public void head(int status, String head) throws IOException {
    super.head(status, head);
    String given = HttpReplies.header(head, "set-cookie");
    if (!given.isEmpty()) {
      int end = given.indexOf(';');
      cookie = "Cookie: " + (end < 0 ? given : given.substring(0, end)) + "\r\n";
    }
  }

  @Override
  public void body(byte[] bytes, int from, int to) throws IOException {
    super.body(bytes, from, to);
    said.append(new String(bytes, from, to - from, US_ASCII));
  }

  @Override
  public void end() throws IOException {
    String answer = bayeux.answer(said.toString());
    said.setLength(0);
    post(answer);
    if (bayeux.isConnected()) {
      isReady();
    }
  }

  private void post(String body) throws IOException {
    send(request.with(cookie + "Content-Length: " + body.length() + "\r\n\r\n" + body));
  }
}
