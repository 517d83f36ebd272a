package dev.bowline.compat.transports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Line;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A post is held until the application has handled what it brought: that is the back pressure. */
class HeldPostTest {

  private final Application application = new Application().takesItsTime();
  @AutoClose private final Host host = Host.of(application.channel());
  private final WireClient client = host.client();
  private final String token = client.session().token();

  @Test
  void aPostIsAnsweredWhenItsMessagesAreHandled() {
    Line post = client.beginsBatch(token, 1, Payload.text("a"), Payload.text("b"));
    application.handlesOne();
    application.handlesOne();

    assertEquals(2, HttpReply.on(post).next("ack").number());
  }

  @Test
  void aRepeatedPostIsHeldLikewise() {
    Line first = client.beginsBatch(token, 1, Payload.text("a"));
    application.hears();
    Line second = client.beginsBatch(token, 1, Payload.text("a"));
    application.handlesOne();

    assertEquals(1, HttpReply.on(first).next("ack").number());
    assertEquals(1, HttpReply.on(second).next("ack").number());
  }

  @Test
  void aPostThatIsHeldForTooLongIsAnsweredWithWhatIsHandledByThen() {
    Application slow = new Application().takesItsTime();
    try (Host patient = Host.of(slow.channel().pollHold(Duration.ofMillis(300)))) {
      String other = patient.client().session().token();
      Line post = patient.client().beginsBatch(other, 1, Payload.text("a"), Payload.text("b"));
      slow.handlesOne();

      HttpReply reply = HttpReply.on(post);
      assertEquals(200, reply.status());
      assertEquals(1, reply.next("ack").number());
      slow.handlesOne();
      try (HttpReply again = patient.client().postsBatch(other, 2, Payload.text("b"))) {
        assertEquals(2, again.next("ack").number());
      }
    }
  }

  @Test
  void oneMoreThanEightReleasesTheOldest() {
    List<Line> posts = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      posts.add(client.beginsBatch(token, i, Payload.text("m" + i)));
      acceptedSoFar(i);
    }
    posts.add(client.beginsBatch(token, 9, Payload.text("m9")));

    HttpReply oldest = HttpReply.on(posts.get(0));
    assertEquals(200, oldest.status());
    assertEquals(0, oldest.next("ack").number());
    for (int i = 1; i <= 9; i++) {
      application.handlesOne();
    }
    for (int i = 1; i < 9; i++) {
      assertEquals(i + 1, HttpReply.on(posts.get(i)).next("ack").number() >= i + 1 ? i + 1 : -1);
    }
  }

  @Test
  void aHeldPostKeepsNoPollWaiting() {
    client.beginsBatch(token, 1, Payload.text("a"));
    application.hears();
    application.session().send("x");

    try (HttpReply poll = client.polls(token, 2, 0, 20_000)) {
      assertEquals(Payload.text("x"), poll.next().payload());
    }
    application.handlesOne();
  }

  @Test
  void messagesAreHandledOneAfterTheOther() {
    client.beginsBatch(token, 1, Payload.text("a"), Payload.text("b"));
    assertEquals(Payload.text("a"), application.hears());
    assertEquals(false, application.hasHeardMore());
    application.handlesOne();
    assertEquals(Payload.text("b"), application.hears());
    application.handlesOne();
  }

  /** A batch that is ahead is told the last accepted number, and disturbs nothing. */
  private void acceptedSoFar(long number) {
    dev.bowline.compat.host.Await.until(
        number + " accepted",
        () -> {
          try (HttpReply reply = client.postsBatch(token, 1_000, Payload.text("ahead"))) {
            return reply.next("ack").number() == number;
          }
        });
  }
}
