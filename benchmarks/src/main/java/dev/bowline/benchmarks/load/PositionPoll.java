package dev.bowline.benchmarks.load;

import java.io.IOException;

/** Polls with the number of the last message that it has: the least that loses nothing. */
final class PositionPoll extends HttpSubscriber {
  private final Request request;

  PositionPoll(Markers markers, Request request) {
    super(markers);
    this.request = request;
  }

  @Override
  protected void connected() throws IOException {
    poll();
    isReady();
  }

  @Override
  public void end() throws IOException {
    poll();
  }

  private void poll() throws IOException {
    send(request.with(Long.toString(markers.found())));
  }
}
