package dev.bowline.compat.client;

import java.io.IOException;
import java.io.InputStream;

/** An input of which only the reading of many bytes is left to say; one byte is read by that. */
public abstract class BlockInput extends InputStream {

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public abstract int read(byte[] target, int offset, int length) throws IOException;
}
