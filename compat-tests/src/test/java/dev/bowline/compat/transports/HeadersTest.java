package dev.bowline.compat.transports;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.Event;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Host;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {

  private final Application application = new Application();
  @AutoClose private final Host host = Host.of(application.channel());
  private final WireClient client = host.client();

  @Test
  void everyReplyForbidsStoringChangingAndSniffing() {
    String token = client.session().token();
    List<HttpReply> replies =
        List.of(
            client.opensByPost(),
            client.opensStream(),
            client.gets(""),
            client.asks("HEAD", "", ""),
            client.asks("OPTIONS", "", ""),
            client.gets("/" + token + "?probe=1", "Accept: text/event-stream"),
            client.postsBatch(token, 1, Payload.text("x")),
            client.polls(token, 2, 0, 0),
            client.attachesStream(token, 3, 0),
            client.acknowledges(token, 0),
            // refusals
            client.polls(token, 1, 0, 0),
            client.polls(token, 9, 9, 0),
            client.gets("/" + token + "?attach=x"),
            client.gets("/nobody?attach=2&ack=0"),
            client.posts("/" + token + "?seq=99", "data: x\n\n"),
            client.posts("/" + token + "?seq=2", "nonsense"),
            client.posts("?v=9", ""),
            client.opensWebSocket("Sec-WebSocket-Version: 8").handshake(),
            client.opensWebSocket("Sec-WebSocket-Protocol: soap").handshake(),
            client.asks("DELETE", "/" + token, ""),
            client.polls(token, 12, 0, 0));

    assertAll(
        replies.stream()
            .map(
                reply ->
                    () -> {
                      String shown = reply.toString();
                      assertTrue(reply.headerLists("Cache-Control", "no-store"), shown);
                      assertTrue(reply.headerLists("Cache-Control", "no-transform"), shown);
                      assertEquals(
                          "nosniff", reply.header("X-Content-Type-Options").orElse(""), shown);
                      assertTrue(reply.status() != 204 || shown.contains("Allow"), shown);
                      assertFalse(reply.status() >= 300 && reply.status() < 400, shown);
                    }));
    replies.forEach(HttpReply::close);
  }

  @Test
  void streamsAskProxiesNotToBuffer() {
    String token = client.session().token();
    try (HttpReply opened = client.opensStream();
        HttpReply plain = client.gets("", "Accept: text/event-stream");
        HttpReply attached = client.attachesStream(token, 2, 0);
        HttpReply probe = client.gets("/" + token + "?probe=1", "Accept: text/event-stream")) {
      for (HttpReply stream : List.of(opened, plain, attached, probe)) {
        assertEquals("no", stream.header("X-Accel-Buffering").orElse(""), stream::toString);
      }
    }
  }

  @Test
  void aStreamThroughVarnishIsNotCutIntoChunksWhoseEndComesWithTheNextEvent() {
    try (HttpReply stream = client.gets("?v=1", "Accept: text/event-stream", "X-Varnish: 32770");
        HttpReply other = client.opensStream()) {
      assertFalse(stream.header("Transfer-Encoding").isPresent(), stream::toString);
      assertTrue(stream.headerLists("Connection", "close"), stream::toString);
      assertTrue(other.header("Transfer-Encoding").isPresent(), other::toString);
    }
  }

  @Test
  void theClientsFilesAreServedToAnyOriginAndNoOthersAre() {
    for (String name : List.of("", "legacy.", "topics.", "topics.legacy.")) {
      try (HttpReply file = client.gets("/bowline." + name + "min.js", "Origin: http://x.test")) {
        assertEquals(200, file.status(), file::toString);
        assertEquals("text/javascript", file.type(), file::toString);
        assertEquals("*", file.header("Access-Control-Allow-Origin").orElse(""), file::toString);
      }
    }
    for (String name : List.of("bowline.min.cjs", "bowline.topics.d.ts", "bowline.topics.js")) {
      try (HttpReply none = client.gets("/" + name)) {
        assertEquals(400, none.status(), none::toString);
      }
    }
  }

  /** A cache takes the length that a 304 states for that of the file which it keeps. */
  @Test
  void aClientFileThatIsUnchangedKeepsItsLength() {
    try (HttpReply file = client.gets("/bowline.min.js");
        HttpReply unchanged =
            client.gets("/bowline.min.js", "If-None-Match: " + file.header("ETag").orElse(""))) {
      assertEquals(304, unchanged.status());
      assertEquals(file.header("Content-Length"), unchanged.header("Content-Length"));
    }
  }

  @Test
  void eventStreamsSayTheirCharset() {
    String token = client.session().token();
    application.session().send("x");
    try (HttpReply stream = client.opensStream();
        HttpReply poll = client.polls(token, 2, 0, 0);
        HttpReply post = client.postsBatch(token, 1, Payload.text("x"));
        HttpReply refused = client.polls(token, 1, 0, 0)) {
      for (HttpReply reply : List.of(stream, poll, post, refused)) {
        assertEquals(
            "text/event-stream;charset=utf-8",
            reply.header("Content-Type").orElse("").replace(" ", "").toLowerCase(Locale.ROOT),
            reply::toString);
      }
    }
  }

  @Test
  void aPollThatHasNothingToSayIsNo204() {
    try (HttpReply poll = client.polls(client.session().token(), 2, 0, 0)) {
      assertEquals(200, poll.status());
      assertTrue(poll.events().rest().stream().noneMatch(Event::isMessage));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2048, 8192})
  void padFollowsTheFirstRecordAsAPingAndAComment(int bytes) {
    try (HttpReply stream = client.gets("?v=1&pad=" + bytes, "Accept: text/event-stream")) {
      stream.session();
      assertTrue(stream.next().is("ping"));
      application.session().send("x");
      Event message = stream.nextButPings();

      assertEquals(Payload.text("x"), message.payload());
      int comment = message.comments().stream().mapToInt(String::length).sum();
      assertTrue(Math.abs(comment - bytes) < 4, () -> comment + " bytes of comment");
    }
  }

  @Test
  void padWorksOnAnAttachToo() {
    String token = client.session().token();
    try (HttpReply stream =
        client.gets("/" + token + "?attach=2&ack=0&pad=100", "Accept: text/event-stream")) {
      stream.session();
      assertTrue(stream.next().is("ping"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "x", "1e3"})
  void aPadThatIsNoNumberIs400(String pad) {
    try (HttpReply stream = client.gets("?v=1&pad=" + pad, "Accept: text/event-stream")) {
      assertEquals(400, stream.status());
    }
    assertEquals(0, application.sessionsOpened());
  }

  @ParameterizedTest
  @ValueSource(strings = {"8193", "999999999999"})
  void aPadIsNeverLongerThanItMayBe(String pad) {
    try (HttpReply stream = client.gets("?v=1&pad=" + pad, "Accept: text/event-stream")) {
      if (stream.status() == 200) {
        stream.session();
        application.session().send("x");
        Event message = stream.nextButPings();
        assertTrue(message.comments().stream().allMatch(it -> it.length() <= 8192));
      } else {
        assertEquals(400, stream.status());
      }
    }
  }

  @Test
  void everyErrorIsARecord() {
    String token = client.session().token();
    client.polls(token, 2, 0, 0).text();
    try (HttpReply malformed = client.gets("/" + token + "?attach=x");
        HttpReply unknown = client.gets("/nobody?attach=2&ack=0");
        HttpReply stale = client.polls(token, 1, 0, 0);
        HttpReply position = client.polls(token, 3, 7, 0);
        HttpReply version = client.posts("?v=7", "")) {
      assertEquals(4400, malformed.code());
      assertEquals(4404, unknown.code());
      assertEquals(4409, stale.code());
      assertEquals(4400, position.code());
      assertEquals(4400, version.code());
    }
  }
}
