package dev.bowline.compat.transports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.bowline.compat.client.Connection;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Line;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.SessionRecord;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Host;
import dev.bowline.server.Session;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the drafts of the protocol got wrong: section 11 of its page, one by one. */
class RegressionTest {

  private final Application application = new Application();

  @Test
  void aLateReplyToAPostDoesNotShiftTheCountOfANewWebSocket() {
    application.takesItsTime();
    try (Host host = Host.of(application.channel())) {
      WireClient client = host.client();
      String token = client.session().token();
      Line post = client.beginsBatch(token, 1, Payload.text("1"), Payload.text("2"));
      application.hears();
      try (WireWebSocket socket = client.attachesWebSocket(token, 2, 0)) {
        assertEquals(0, socket.session().ack());
        // Handled after the session record was written, heard of before the first frame.
        application.handlesOne();
        application.handlesOne();
        assertEquals(2, HttpReply.on(post).next("ack").number());
        assertEquals(Payload.text("2"), application.hears());
        socket.sends("n3").sends("m3");

        assertEquals(Payload.text("3"), application.hears());
      }
    }
  }

  @Test
  void aPostBesideAWebSocketMovesItsPositionMoreThanOnce() {
    try (Host host = Host.of(application.channel());
        WireWebSocket socket = host.client().opensWebSocket()) {
      String token = socket.session().token();
      for (int i = 1; i < 20; i += 2) {
        socket.sends("n" + i).sends("m" + i);
        assertEquals(Payload.text("" + i), application.hears());
        host.client().postsBatch(token, i + 1, Payload.text("" + (i + 1))).text();
        assertEquals(Payload.text("" + (i + 1)), application.hears());
      }
      assertFalse(application.hasHeardMore());
    }
  }

  @Test
  void anAttachThatWasOvertakenByAnAcknowledgementIsNotRefused() {
    try (Host host = Host.of(application.channel());
        HttpReply stream = host.client().opensStream()) {
      String token = stream.session().token();
      Session session = application.session();
      session.send("1");
      session.send("2");
      assertEquals(Payload.text("1"), stream.nextButPings().payload());
      assertEquals(Payload.text("2"), stream.nextButPings().payload());
      // The client sent its attach at position 2, and its acknowledgement of 2 came first.
      host.client().acknowledges(token, 2).close();
      session.send("3");
      try (Connection next = Connection.attaches(host.client(), Way.WEBSOCKET, token, 2, 2)) {
        assertEquals(Payload.text("3"), next.nextMessage());
      }
    }
  }

  @Test
  void aLateDuplicateOfAPollEndsNoLiveStream() {
    try (Host host = Host.of(application.channel())) {
      WireClient client = host.client();
      String token = client.session().token();
      Session session = application.session();
      String poll = WireClient.poll(token, 2, 0, 0);
      client.gets(poll).text();
      try (HttpReply stream = client.attachesStream(token, 3, 0)) {
        stream.session();
        try (HttpReply duplicate = client.gets(poll)) {
          assertEquals(409, duplicate.status());
        }
        session.send("alive");
        assertEquals(Payload.text("alive"), stream.nextButPings().payload());
      }
    }
  }

  @Test
  void ofTwoTabsWithOneTokenTheSupersededIsTold() {
    try (Host host = Host.of(application.channel())) {
      WireClient client = host.client();
      SessionRecord record = client.session();
      try (HttpReply first = client.attachesStream(record.token(), 2, 0)) {
        first.session();
        try (HttpReply second = client.attachesStream(record.token(), 3, 0)) {
          second.session();

          assertEquals(4409, first.next("error").json().number("code"));
          try (HttpReply again = client.attachesStream(record.token(), 2, 0)) {
            assertEquals(409, again.status());
          }
        }
      }
    }
  }

  @Test
  void aRepeatedOpeningCarriesNoMessagesToRunTwice() {
    try (Host host = Host.of(application.channel())) {
      for (int i = 0; i < 2; i++) {
        try (HttpReply reply = host.client().posts("?v=1&seq=1", "data: order a pizza\n\n")) {
          assertEquals(400, reply.status());
        }
      }
      assertEquals(0, application.sessionsOpened());
      assertFalse(application.hasHeardMore());
    }
  }

  @Test
  void acknowledgementsNeverWaitBehindUnreadMessages() {
    application.reacts(
        (session, message) -> {
          // Sends more than the window holds, so that it needs acknowledgements to get on.
          CompletableFuture<Void> done = new CompletableFuture<>();
          new Thread(
                  () -> {
                    for (int i = 0; i < 10; i++) {
                      session.send("echo " + i);
                    }
                    done.complete(null);
                  })
              .start();
          return done;
        });
    try (Host host =
            Host.of(
                application
                    .channel()
                    .sendWindow(2, 1_000)
                    .receiveWindow(3, 1_000)
                    .slowClient(dev.bowline.server.SlowClient.HOLD));
        WireWebSocket socket = host.client().opensWebSocket()) {
      socket.session();
      socket.sends("n1").sends("ma").sends("mb").sends("mc");
      for (int i = 1; i <= 30; i++) {
        assertEquals(Payload.text("echo " + (i - 1) % 10), socket.nextMessage());
        socket.sends("a" + i);
      }
    }
  }
}
