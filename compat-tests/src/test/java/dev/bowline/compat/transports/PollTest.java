package dev.bowline.compat.transports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Line;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.Requests;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Await;
import dev.bowline.compat.host.Host;
import dev.bowline.server.Session;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Long polls: held until there is something to say, lost and asked for again. */
class PollTest {

  private final Application application = new Application();

  @AutoClose
  private final Host host = Host.of(application.channel().pollHold(Duration.ofMillis(400)));

  private final WireClient client = host.client();
  private final String token = client.session().token();
  private final Session session = application.session();

  @Test
  void fromPollToPollTheApplicationIsToldOfNoDetachment() {
    for (int attach = 2; attach < 20; attach++) {
      client.polls(token, attach, 0, 0).text();
    }
    WireWebSocket socket = client.attachesWebSocket(token, 20, 0);
    socket.session();
    socket.line().resets();
    assertEquals(session, application.detached());

    assertFalse(application.hasDetachedMore());
  }

  @Test
  void aPollIsAnsweredAsSoonAsThereIsAMessage() {
    Line poll = client.beginsPoll(token, 2, 0, 20_000);
    session.send("x");

    assertEquals(Payload.text("x"), HttpReply.on(poll).next("message").payload());
  }

  @Test
  void aPollThatWaitsForNothingIsAnsweredEmpty() {
    try (HttpReply poll = client.polls(token, 2, 0, 0)) {
      assertEquals(200, poll.status());
      assertTrue(poll.events().rest().stream().noneMatch(it -> it.isMessage()));
    }
  }

  @Test
  void theServerCapsHowLongAPollIsHeld() {
    try (HttpReply poll = client.polls(token, 2, 0, 3_600_000)) {
      assertEquals(200, poll.status());
      assertTrue(poll.events().rest().stream().noneMatch(it -> it.isMessage()));
    }
  }

  @Test
  void aPollTakesEverythingThatIsThere() {
    for (int i = 0; i < 100; i++) {
      session.send("m" + i);
    }
    try (HttpReply poll = client.polls(token, 2, 0, 0)) {
      for (int i = 0; i < 100; i++) {
        assertEquals(Payload.text("m" + i), poll.next("message").payload());
      }
      assertTrue(poll.events().maybeNext().isEmpty());
    }
  }

  @Test
  void aPollHasNoSessionRecord() {
    session.send("x");
    try (HttpReply poll = client.polls(token, 2, 0, 0)) {
      assertTrue(poll.events().rest().stream().noneMatch(it -> it.is("session")));
    }
  }

  @Test
  void aPollLostOnTheWayIsServedAgain() {
    session.send("x");
    Line lost = client.beginsPoll(token, 2, 0, 0);
    assertEquals(200, HttpReply.on(lost).status());
    lost.resets();

    try (HttpReply again = client.polls(token, 3, 0, 0)) {
      assertEquals(Payload.text("x"), again.next().payload());
    }
  }

  @Test
  void aPollCarriesTheAcknowledgementsOfPosts() {
    Line post = client.beginsBatch(token, 1, Payload.text("up"));
    assertEquals(Payload.text("up"), application.hears());
    assertEquals(1, HttpReply.on(post).next("ack").number());
  }

  @Test
  void requestsPipelinedBehindAPollAreAnsweredInTheirOrder() {
    byte[] poll =
        Requests.request(
            "HTTP/1.1",
            "GET",
            "/channel" + WireClient.poll(token, 2, 0, 20_000),
            client.host(),
            new byte[0]);
    byte[] post =
        Requests.request(
            "HTTP/1.1",
            "POST",
            "/channel/" + token + "?seq=1",
            client.host(),
            "data: up\n\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    Line line = Line.to(client.port()).write(poll);
    line.write(post);
    session.send("down");

    assertEquals(Payload.text("down"), HttpReply.on(line).events().rest().get(0).payload());
    assertEquals(1, HttpReply.on(line).next("ack").number());
    assertEquals(Payload.text("up"), application.hears());
  }

  @Test
  void aWholePollIsPipelinedBehindAnother() {
    Line line = Line.to(client.port());
    for (int attach = 2; attach < 6; attach++) {
      line.write(
          Requests.request(
              "HTTP/1.1",
              "GET",
              "/channel" + WireClient.poll(token, attach, 0, 20_000),
              client.host(),
              new byte[0]));
    }
    session.send("x");
    for (int attach = 2; attach < 6; attach++) {
      assertEquals(Payload.text("x"), HttpReply.on(line).events().rest().get(0).payload());
    }
  }

  @Test
  void aConnectionIsKeptForTheNextPoll() {
    Line line = Line.to(client.port());
    for (int attach = 2; attach < 30; attach++) {
      session.send("m" + attach);
      line.write(
          Requests.request(
              "HTTP/1.1",
              "GET",
              "/channel" + WireClient.poll(token, attach, attach - 2, 20_000),
              client.host(),
              new byte[0]));
      assertEquals(Payload.text("m" + attach), HttpReply.on(line).events().rest().get(0).payload());
    }
  }

  @Test
  void aPollThatWasHeldLeavesItsConnectionUsable() {
    Line line = Line.to(client.port());
    for (int i = 0; i < 4; i++) {
      int attach = 3 + 2 * i;
      line.write(
          Requests.request(
              "HTTP/1.1",
              "GET",
              "/channel" + WireClient.poll(token, attach, i, 20_000),
              client.host(),
              new byte[0]));
      int acknowledged = i;
      Await.until(
          "the poll is held",
          () -> {
            try (HttpReply below = client.polls(token, attach - 1, acknowledged, 0)) {
              return below.status() == 409;
            }
          });
      session.send("m" + i);
      assertEquals(Payload.text("m" + i), HttpReply.on(line).events().rest().get(0).payload());
    }
  }
}
