package dev.bowline.compat.conformance;

import dev.bowline.compat.client.Connection;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.Printable;
import dev.bowline.compat.client.SessionRecord;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.conformance.peer.Peer;
import dev.bowline.compat.conformance.peer.Target;
import dev.bowline.compat.conformance.peer.Terms;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds out whether a channel with the conformance application is there, by whichever transport it
 * answers on, and what its terms are. It asks for as little as it can: how well the server keeps
 * the protocol is the checks' concern.
 */
final class FirstContact {

  private static final int WIDEST = 200;

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
    Map<String, List<Way>> reasons = new LinkedHashMap<>();
    for (Way way : List.of(Way.POLL, Way.STREAM, Way.WEBSOCKET)) {
      Peer.Origins unknown = new Peer.Origins(Optional.empty(), false);
      try (Peer peer = new Peer(target, USUAL, unknown, timeout, timeout.multipliedBy(2))) {
        try {
          return by(target, peer, way);
        } catch (UnreachableException e) {
          throw e;
        } catch (RuntimeException | Error e) {
          reasons.computeIfAbsent(Runner.said(e), reason -> new ArrayList<>()).add(way);
          if (isSilence(e) && !peer.hasHeard()) {
            break;
          }
        }
      }
    }
    throw unreachable(target, told(reasons));
  }

  private static UnreachableException unreachable(Target target, String why) {
    return new UnreachableException(
        "no channel with the conformance application at %s: %s".formatted(target.url(), why));
  }

  /** One reason in the same line; several in lines of their own. */
  private static String told(Map<String, List<Way>> reasons) {
    if (reasons.size() == 1) {
      return reasons.keySet().iterator().next();
    }
    return reasons.entrySet().stream()
        .map(reason -> "\n  " + words(reason.getValue()) + ": " + reason.getKey())
        .collect(Collectors.joining());
  }

  private static String words(List<Way> ways) {
    return ways.stream().map(Way::inWords).collect(Collectors.joining(", "));
  }

  /** Whether nobody has said a word in all that time: nobody will by another transport. */
  private static boolean isSilence(Throwable e) {
    return e instanceof UncheckedIOException && e.getCause() instanceof SocketTimeoutException;
  }

  private static Terms by(Target target, Peer peer, Way way) {
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
        String other = Printable.line("its application answers '!' with " + answer, WIDEST);
        throw unreachable(target, other);
      }
      return Terms.of(record.json());
    }
  }
}
