package dev.bowline.server.transport;

import dev.bowline.server.session.SessionTerms;
import java.util.stream.Collectors;

/** What a channel says of itself to whoever asks without opening anything. */
final class Description {
  private Description() {}

  static String of(SessionTerms terms) {
    String transports =
        terms.transports().stream()
            .map(transport -> '"' + transport + '"')
            .collect(Collectors.joining(","));
    return """
        {"versions":[1],"transports":[%s],"maxMessage":%d,"maxBatch":%d,"heartbeat":%d,"wait":%d,\
        "resumeTimeout":%d,"send":{"messages":%d,"bytes":%d},"receive":{"messages":%d,"bytes":%d}}
        """
        .formatted(
            transports,
            terms.maxMessage(),
            terms.maxBatch(),
            terms.heartbeat(),
            terms.pollHold(),
            terms.resumeTimeout(),
            terms.send().messages(),
            terms.send().bytes(),
            terms.receive().messages(),
            terms.receive().bytes());
  }
}
