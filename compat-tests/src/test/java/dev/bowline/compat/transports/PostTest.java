package dev.bowline.compat.transports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Host;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches posted to a session: what counts, what is skipped, what is refused as a whole. */
class PostTest {

  private final Application application = new Application();
  @AutoClose private final Host host = Host.of(application.channel());
  private final WireClient client = host.client();
  private final String token = client.session().token();

  @Test
  void aBatchIsAcknowledgedByItsReply() {
    assertEquals(3, acknowledged(1, "a", "b", "c"));

    hears("a", "b", "c");
  }

  @Test
  void aRepeatedBatchIsAcknowledgedAgainAndHandledOnce() {
    assertEquals(2, acknowledged(1, "a", "b"));
    assertEquals(2, acknowledged(1, "a", "b"));
    assertEquals(3, acknowledged(3, "end"));

    hears("a", "b", "end");
  }

  @Test
  void ofABatchThatOverlapsOnlyTheNewCounts() {
    assertEquals(2, acknowledged(1, "a", "b"));
    assertEquals(4, acknowledged(2, "b", "c", "d"));
    assertEquals(5, acknowledged(5, "end"));

    hears("a", "b", "c", "d", "end");
  }

  @Test
  void aBatchThatIsAheadIsRefusedWholeAndToldTheLastNumber() {
    assertEquals(1, acknowledged(1, "a"));
    try (HttpReply reply = client.postsBatch(token, 3, Payload.text("c"))) {
      assertEquals(409, reply.status());
      assertEquals(1, reply.next("ack").number());
    }
    assertEquals(3, acknowledged(2, "b", "c"));

    hears("a", "b", "c");
  }

  @Test
  void theAcknowledgementInABatchThatIsAheadCountsAllTheSame() {
    dev.bowline.server.Session session = application.session();
    session.send("x");
    client.polls(token, 2, 0, 0).text();

    try (HttpReply reply =
        client.posts("/" + token + "?seq=5&ack=1", WireClient.batch(Payload.text("x")))) {
      assertEquals(409, reply.status());
    }

    assertEquals(0, session.pendingMessages());
  }

  @Test
  void theAcknowledgementInABatchCounts() {
    dev.bowline.server.Session session = application.session();
    session.send("x");
    client.polls(token, 2, 0, 0).text();

    client.posts("/" + token + "?seq=1&ack=1", WireClient.batch(Payload.text("x"))).text();

    assertEquals(0, session.pendingMessages());
  }

  @Test
  void anAcknowledgementOfWhatWasNeverSentSpoilsItsBatch() {
    try (HttpReply reply =
        client.posts("/" + token + "?seq=1&ack=1", WireClient.batch(Payload.text("no")))) {
      assertEquals(400, reply.status());
    }
    assertEquals(1, acknowledged(1, "yes"));

    hears("yes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: a\n\ndata: unfinished",
        "data: a\n\ndata: unfinished\n",
        "data: a\n\nevent: ack\ndata: 1\n\n",
        "data: a\n\nevent: close\ndata: {}\n\n",
        "data: a\n\nevent: Text\ndata: x\n\n",
        "data: a\n\nevent: binary\ndata: ====\n\n",
        "data: a\n\nevent: binary\ndata: AA\n\n",
        "data: a\n\nevent: binary\ndata: AA==AA==\n\n",
        "data: a\n\nevent: binary\ndata: A-_=\n\n",
        "data: a\n\nevent: text\ndata: no json\n\n",
        "data: a\n\nevent: text\ndata: \"open\n\n",
        "data: a\n\nevent: text\ndata: 7\n\n",
        "data: a\n\nevent: text\ndata: \"\\x\"\n\n",
        "nonsense"
      })
  void ofABatchWithOneBadEventNothingCounts(String batch) {
    try (HttpReply reply = client.posts("/" + token + "?seq=1", batch)) {
      assertEquals(400, reply.status());
      assertEquals(4400, reply.code());
    }
    assertEquals(1, acknowledged(1, "good"));

    hears("good");
    assertFalse(application.hasHeardMore());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "seq=0",
        "seq=-1",
        "seq=x",
        "seq=",
        "seq=1.5",
        "seq=9007199254740993",
        "seq=1&ack=x"
      })
  void aMalformedNumberIs400AndNothingCounts(String parameters) {
    try (HttpReply reply =
        client.posts("/" + token + "?" + parameters, WireClient.batch(Payload.text("no")))) {
      assertEquals(400, reply.status());
      assertEquals(4400, reply.code());
    }
    assertEquals(1, acknowledged(1, "yes"));

    hears("yes");
  }

  @Test
  void commentsIdsAndUnknownFieldsInABatchAreIgnored() {
    try (HttpReply reply =
        client.posts(
            "/" + token + "?seq=1",
            ": comment\nid: 7\nretry: 1\nfoo: bar\ndata: a\n\n:\n\ndata: b\r\n\r\ndata: c\r\r")) {
      assertEquals(3, reply.next("ack").number());
    }

    hears("a", "b", "c");
  }

  @Test
  void theMediaTypeOfABatchDoesNotMatter() {
    for (String type : new String[] {"text/event-stream", "application/json", "text/plain"}) {
      try (HttpReply reply =
          client.asks("POST", "/" + token + "?seq=1", "data: a\n\n", "Content-Type: " + type)) {
        assertEquals(1, reply.next("ack").number());
      }
    }
    hears("a");
    assertFalse(application.hasHeardMore());
  }

  @Test
  void aBatchMayComeInChunks() {
    var line =
        dev.bowline.compat.client.Line.to(client.port())
            .write(
                "POST /channel/"
                    + token
                    + "?seq=1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "4\r\ndata\r\n1\r\n:\r\n")
            .write("4\r\n in \r\n3\r\ntwo\r\n2\r\n\n\n\r\n0\r\n\r\n");
    try (HttpReply reply = HttpReply.on(line)) {
      assertEquals(1, reply.next("ack").number());
    }

    hears("in two");
  }

  @Test
  void aBatchThatIsCutOffInItsMiddleCountsForNothing() {
    var line =
        dev.bowline.compat.client.Line.to(client.port())
            .write(
                "POST /channel/"
                    + token
                    + "?seq=1 HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\ndata: half\n\n");
    line.resets();
    assertEquals(1, acknowledged(1, "whole"));

    hears("whole");
    assertFalse(application.hasHeardMore());
  }

  @Test
  void postsAreAcceptedWhateverIsAttached() {
    try (HttpReply stream = client.attachesStream(token, 2, 0)) {
      stream.session();
      assertEquals(1, acknowledged(1, "beside a stream"));
    }
    try (var socket = client.attachesWebSocket(token, 3, 0)) {
      socket.session();
      assertEquals(2, acknowledged(2, "beside a WebSocket"));
    }
    assertEquals(3, acknowledged(3, "beside nothing"));

    hears("beside a stream", "beside a WebSocket", "beside nothing");
  }

  @Test
  void anEmptyPostOnlyAcknowledges() {
    try (HttpReply reply = client.acknowledges(token, 0)) {
      assertEquals(200, reply.status());
      assertTrue(reply.events().rest().stream().allMatch(it -> it.is("ack") && it.number() == 0));
    }
    assertFalse(application.hasHeardMore());
  }

  @Test
  void aBatchMayBeEmpty() {
    try (HttpReply reply = client.posts("/" + token + "?seq=1", "")) {
      assertEquals(0, reply.next("ack").number());
    }
  }

  private long acknowledged(long seq, String... texts) {
    Payload[] messages = new Payload[texts.length];
    for (int i = 0; i < texts.length; i++) {
      messages[i] = Payload.text(texts[i]);
    }
    try (HttpReply reply = client.postsBatch(token, seq, messages)) {
      assertEquals(200, reply.status());
      return reply.next("ack").number();
    }
  }

  private void hears(String... texts) {
    for (String text : texts) {
      assertEquals(Payload.text(text), application.hears());
    }
  }
}
