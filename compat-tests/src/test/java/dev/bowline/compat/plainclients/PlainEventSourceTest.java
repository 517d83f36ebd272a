package dev.bowline.compat.plainclients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.Event;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.SessionRecord;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Host;
import dev.bowline.server.Session;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code new EventSource(B)} without any library, and its reconnect with Last-Event-ID. */
class PlainEventSourceTest {

  private static final String STREAM = "Accept: text/event-stream";

  private final Application application = new Application();
  @AutoClose private final Host host = Host.of(application.channel().sendWindow(5, 1_000_000));
  private final WireClient client = host.client();

  @Test
  void theStreamCarriesWhereItIs() {
    try (HttpReply stream = client.gets("", STREAM)) {
      SessionRecord session = stream.session();
      application.session().send("one");

      assertEquals(Payload.text("one"), stream.nextButPings().payload());
      assertEquals(session.token() + ".1", stream.events().awaitsId());
    }
  }

  @Test
  void theBrowsersReconnectResumesTheSession() {
    String lastId;
    try (HttpReply stream = client.gets("", STREAM)) {
      stream.session();
      Session session = application.session();
      session.send("one");
      stream.nextButPings();
      lastId = stream.events().awaitsId();
      stream.line().resets();
      application.detached();
      session.send("two");
      try (HttpReply again = client.gets("", STREAM, "Last-Event-ID: " + lastId)) {
        SessionRecord resumed = again.session();
        assertEquals(session.id(), resumed.id());
        assertTrue(resumed.resumed());
        assertEquals(Payload.text("two"), again.nextButPings().payload());
      }
    }
    assertEquals(0, application.sessionsOpened());
  }

  @Test
  void anEventThatWasCutOffComesAgain() {
    try (HttpReply stream = client.gets("", STREAM)) {
      SessionRecord record = stream.session();
      Session session = application.session();
      session.send("one");
      stream.nextButPings();
      try (HttpReply again = client.gets("", STREAM, "Last-Event-ID: " + record.token() + ".0")) {
        again.session();
        assertEquals(Payload.text("one"), again.nextButPings().payload());
      }
    }
  }

  @Test
  void anUnknownLastEventIdOnTheChannelIsANewSession() {
    for (String id : new String[] {"AAAAAAAAAAAAAAAAAAAAAA.7", "nonsense", ".", "x.y", "7"}) {
      try (HttpReply stream = client.gets("", STREAM, "Last-Event-ID: " + id)) {
        assertFalse(stream.session().resumed());
      }
      application.session();
    }
  }

  @Test
  void anUnknownLastEventIdOnATokensUrlIs404() {
    String token = client.session().token();
    for (String id : new String[] {"AAAAAAAAAAAAAAAAAAAAAA.0", "nonsense"}) {
      try (HttpReply stream = client.gets("/" + token, STREAM, "Last-Event-ID: " + id)) {
        assertEquals(404, stream.status(), id);
      }
    }
  }

  @Test
  void lastEventIdWinsOverTheParameters() {
    SessionRecord record = client.session();
    Session session = application.session();
    session.send("one");
    session.send("two");
    client.polls(record.token(), 2, 0, 0).text();

    try (HttpReply stream =
        client.gets(
            "/" + record.token() + "?attach=3&ack=0",
            STREAM,
            "Last-Event-ID: " + record.token() + ".1")) {
      stream.session();
      assertEquals(Payload.text("two"), stream.nextButPings().payload());
    }
  }

  @Test
  void itsWindowDropsTheOldestAndTellsTheGap() {
    try (HttpReply stream = client.gets("", STREAM)) {
      SessionRecord record = stream.session();
      Session session = application.session();
      session.send("m1");
      stream.nextButPings();
      stream.line().resets();
      application.detached();
      for (int i = 2; i <= 20; i++) {
        session.send("m" + i);
      }
      assertTrue(session.isOpen(), "it never acknowledges, and is not closed for that");
      try (HttpReply again = client.gets("", STREAM, "Last-Event-ID: " + record.token() + ".1")) {
        again.session();
        Event gap = again.next("gap");
        assertEquals(2, gap.json().number("from"));
        int to = gap.json().number("to");
        assertEquals(Payload.text("m" + (to + 1)), again.nextButPings().payload());
      }
    }
  }

  @Test
  void anAttachedStreamMayHaveAnyNumberOfMessagesUnacknowledged() {
    try (HttpReply stream = client.gets("", STREAM)) {
      stream.session();
      Session session = application.session();
      for (int i = 0; i < 100; i++) {
        session.send("m" + i);
        assertEquals(Payload.text("m" + i), stream.nextButPings().payload());
      }
      assertTrue(session.isOpen());
    }
  }

  @Test
  void libraryStreamsCarryNoIds() {
    try (HttpReply stream = client.opensStream()) {
      stream.session();
      Session session = application.session();
      session.send("one");
      session.send("two");
      stream.nextButPings();
      stream.nextButPings();
      assertEquals("", stream.events().lastEventId());
    }
  }

  @Test
  void twoOfThemAreTwoSessions() {
    try (HttpReply one = client.gets("", STREAM);
        HttpReply two = client.gets("", STREAM)) {
      assertNotEquals(one.session().token(), two.session().token());
    }
  }
}
