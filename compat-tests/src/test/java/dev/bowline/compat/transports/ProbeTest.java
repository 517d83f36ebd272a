package dev.bowline.compat.transports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.SessionRecord;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Host;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTest {

  private static final String STREAM = "Accept: text/event-stream";
  private static final String SUBPROTOCOL = "Sec-WebSocket-Protocol: bowline.v1";

  private final Application application = new Application();
  @AutoClose private final Host host = Host.of(application.channel());
  private final WireClient client = host.client();

  @Test
  void aProbingWebSocketHearsTwoPingsAndIsClosedAfterAWhile() {
    String token = client.session().token();
    application.session().send("not for a probe");

    try (WireWebSocket probe = probe(token)) {
      assertTrue(probe.next().is('p'));
      assertTrue(probe.next().is('p'));
      assertEquals(1000, probe.next().closeCode());
    }
  }

  @Test
  void aProbingStreamHearsTwoPingsAndEnds() {
    String token = client.session().token();
    application.session().send("not for a probe");

    try (HttpReply probe = client.gets("/" + token + "?probe=1", STREAM)) {
      assertEquals(200, probe.status());
      assertTrue(probe.next().is("ping"));
      assertTrue(probe.next().is("ping"));
      assertTrue(probe.events().rest().isEmpty());
    }
  }

  @Test
  void aProbeDisturbsNoConnection() {
    try (HttpReply stream = client.opensStream()) {
      String token = stream.session().token();
      try (WireWebSocket probe = probe(token);
          HttpReply second = client.gets("/" + token + "?probe=1", STREAM)) {
        assertTrue(probe.next().is('p'));
        assertTrue(second.next().is("ping"));
        application.session().send("undisturbed");

        assertEquals(Payload.text("undisturbed"), stream.nextButPings().payload());
      }
    }
  }

  @Test
  void aProbeTakesNoAttachNumber() {
    SessionRecord session = client.session();
    try (WireWebSocket probe = probe(session.token())) {
      assertTrue(probe.next().is('p'));
      client.attachesStream(session.token(), 2, 0).session();
    }
  }

  @Test
  void aProbeThatAttachesInBandCarriesTheSession() {
    try (HttpReply stream = client.opensStream()) {
      String token = stream.session().token();
      dev.bowline.server.Session session = application.session();
      session.send("one");
      assertEquals(Payload.text("one"), stream.nextButPings().payload());
      session.send("two");

      try (WireWebSocket probe = probe(token)) {
        assertTrue(probe.next().is('p'));
        probe.sends("t{\"attach\":2,\"ack\":1}");
        SessionRecord record = SessionRecord.parse(probe.next('s').data());

        assertTrue(record.resumed());
        assertEquals(2, record.next());
        assertEquals(Payload.text("two"), probe.nextMessage());
        probe.sends("n1").sends("mupstream");
        assertEquals(Payload.text("upstream"), application.hears());
        assertEquals(Payload.text("two"), stream.nextButPings().payload());
        assertEquals(4409, stream.next("error").json().number("code"));
      }
    }
  }

  @Test
  void acknowledgementsAndPingsBeforeTheAttachAreIgnored() {
    SessionRecord session = client.session();
    application.session().send("kept");
    try (WireWebSocket probe = probe(session.token())) {
      probe.sends("a0").sends("p").sends("a1").sends("t{\"attach\":2,\"ack\":0}").next('s');

      assertEquals(Payload.text("kept"), probe.nextMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mhello",
        "n1",
        "c{\"code\":1000,\"reason\":\"\"}",
        "z",
        "t{}",
        "tx",
        "t{\"attach\":\"2\"}",
        "",
        "s{}"
      })
  void anythingElseBeforeTheAttachEndsTheProbeAndNeverTheSession(String frame) {
    SessionRecord session = client.session();
    try (WireWebSocket probe = probe(session.token())) {
      probe.sends(frame);

      assertEquals(4400, probe.closeCode());
    }
    try (HttpReply poll = client.polls(session.token(), 2, 0, 0)) {
      assertEquals(200, poll.status());
    }
    assertFalse(application.hasClosedAny());
  }

  @Test
  void anAttachInBandUnderAnOldNumberIsRefusedAndDetachesNothing() {
    String token = client.session().token();
    try (HttpReply stream = client.attachesStream(token, 3, 0)) {
      stream.session();
      try (WireWebSocket probe = probe(token)) {
        probe.sends("t{\"attach\":2,\"ack\":0}");

        assertEquals(4409, probe.next('e').json().number("code"));
        assertEquals(4409, probe.closeCode());
      }
      application.session().send("still here");
      assertEquals(Payload.text("still here"), stream.nextButPings().payload());
    }
  }

  @Test
  void aProbeOfASessionThatIsNotThereIsToldSo() {
    try (WireWebSocket probe = probe("AAAAAAAAAAAAAAAAAAAAAA");
        HttpReply stream = client.gets("/AAAAAAAAAAAAAAAAAAAAAA?probe=1", STREAM)) {
      assertEquals(4404, probe.closeCode());
      assertEquals(404, stream.status());
    }
  }

  private WireWebSocket probe(String token) {
    return client.webSocket("/" + token + "?probe=1", SUBPROTOCOL).mustBeOpen();
  }
}
