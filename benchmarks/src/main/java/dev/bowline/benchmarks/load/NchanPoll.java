package dev.bowline.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Polls nchan as its documentation has it: what the last reply was, is the position of the next.
 */
final class NchanPoll extends HttpSubscriber {
  private final ByteBuffer first;
  private final Request next;
  private String position = "";

  /**
   * @param next has the two headers of the position in the changing place
   */
  NchanPoll(Markers markers, ByteBuffer first, Request next) {
    super(markers);
    this.first = first;
    this.next = next;
  }

  @Override
  protected void connected() throws IOException {
    send(first.duplicate());
    isReady();
  }

  @Override
  public void head(int status, String head) throws IOException {
    super.head(status, head);
    position =
        "If-Modified-Since: "
            + HttpReplies.header(head, "last-modified")
            + "\r\nIf-None-Match: "
            + HttpReplies.header(head, "etag");
  }

  @Override
  public void end() throws IOException {
    send(next.with(position));
  }
}
