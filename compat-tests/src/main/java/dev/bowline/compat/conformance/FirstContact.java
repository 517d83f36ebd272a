package dev.bowline.compat.conformance;

import dev.bowline.compat.client.Connection;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.SessionRecord;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.conformance.peer.Peer;
import dev.bowline.compat.conformance.peer.Target;
import dev.bowline.compat.conformance.peer.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds out whether a channel with the conformance application is there, by whichever transport it
 * answers on, and what its terms are. It asks for as little as it can: how well the server keeps
 * the protocol is the checks' concern.
 */
final class FirstContact {

  private static final Terms USUAL =
      new Terms(
          Duration.ofSeconds(20),
          Duration.ofSeconds(120),
          Duration.ofSeconds(25),
          1024,
          1 << 22,
          256,
          1 << 20,
          1 << 20,
          1 << 18,
          Set.of("websocket", "sse", "polling"));

  private FirstContact() {}

  static Terms with(Target target, Duration timeout) {
    List<String> why = new ArrayList<>();
    for (Way way : List.of(Way.POLL, Way.STREAM, Way.WEBSOCKET)) {
      Peer.Origins unknown = new Peer.Origins(java.util.Optional.empty(), false);
      try (Peer peer = new Peer(target, USUAL, unknown, timeout, timeout.multipliedBy(2))) {
        return by(peer, way);
      } catch (AssertionError | RuntimeException e) {
        why.add(way + ": " + Runner.said(e));
      }
    }
    throw new UnreachableException(
        "no channel with the conformance application at "
            + target.url()
            + why.stream().distinct().map(reason -> "\n  " + reason).reduce("", String::concat));
  }

  private static Terms by(Peer peer, Way way) {
    try (Connection opened = Connection.opens(peer.wire(), way)) {
      SessionRecord record = opened.session();
      opened.sends(record.token(), 1, Payload.text("!"));
      Payload answer = Payload.text("");
      if (way == Way.POLL) {
        try (Connection poll = Connection.attaches(peer.wire(), way, record.token(), 2, 0)) {
          answer = poll.nextMessage();
        }
      } else {
        answer = opened.nextMessage();
      }
      if (!(answer instanceof Payload.Text text && text.text().startsWith("!error"))) {
        throw new AssertionError(
            "the application is not the one for conformance: it answers '!' with " + answer);
      }
      return Terms.of(record.json());
    }
  }
}
