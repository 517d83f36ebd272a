package dev.bowline.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The connection over which a server of ours is told what to publish: messages of one size, and
 * nothing around them. It costs the server one read a message.
 */
public final class OrderLine extends Client implements Ledger.Publisher {
  @Override
  public void publish(ByteBuffer message) throws IOException {
    send(message);
  }

  @Override
  protected void connected() {
    isReady();
  }

  @Override
  protected void received(ByteBuffer bytes) throws IOException {
    throw new IOException("nothing was to be said here");
  }
}
