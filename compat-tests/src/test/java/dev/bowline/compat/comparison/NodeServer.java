package dev.bowline.compat.comparison;

import com.google.gson.JsonParser;
import dev.bowline.compat.jsclient.NodeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A server of somebody else's, in Node. */
final class NodeServer implements Peer.Running {
  private final NodeProcess process;
  private final int port;

  private NodeServer(NodeProcess process) {
    this.process = process;
    port = Integer.parseInt(process.says());
  }

  static NodeServer start(String name, int pace) {
    Path script = PageFiles.HERE.resolve("servers").resolve(name + ".mjs");
    try {
      return new NodeServer(NodeProcess.start(script, String.valueOf(pace)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public synchronized Account account() {
    process.hears("account");
    return Account.of(JsonParser.parseString(process.says()));
  }

  @Override
  public void close() {
    process.close();
  }
}
