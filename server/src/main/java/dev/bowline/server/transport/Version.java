package dev.bowline.server.transport;

import dev.bowline.server.session.Client;
import dev.bowline.server.wire.MalformedException;

/** The protocol versions that are spoken here: 1. */
final class Version {
  private Version() {}

  /** Returns {@code client} if the request names a version that is spoken. */
  static Client require(Parameters parameters, Client client) {
    if (!parameters.text("v").orElse("").equals("1")) {
      throw new MalformedException("the parameter v must be a version that is spoken here: 1");
    }
    return client;
  }
}
