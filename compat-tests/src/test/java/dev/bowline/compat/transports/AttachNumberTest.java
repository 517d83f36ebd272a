package dev.bowline.compat.transports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.Connection;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Line;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.SessionRecord;
import dev.bowline.compat.client.Told;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Host;
import dev.bowline.server.Session;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AttachNumberTest {

  private final Application application = new Application();
  @AutoClose private final Host host = Host.of(application.channel());
  private final WireClient client = host.client();

  static Stream<Arguments> connected() {
    return Stream.of(Way.WEBSOCKET, Way.STREAM)
        .flatMap(from -> Stream.of(Way.values()).map(to -> Arguments.of(from, to)));
  }

  @ParameterizedTest
  @MethodSource("connected")
  void aHigherNumberTakesOverAndTheOldConnectionIsTold(Way from, Way to) {
    try (Connection old = Connection.opens(client, from)) {
      String token = old.session().token();
      application.session().send("x");
      try (Connection taken = Connection.attaches(client, to, token, 2, 0)) {
        assertEquals(Payload.text("x"), taken.nextMessage());

        assertEquals(4409, old.awaits("error").json().number("code"));
        String code = old.awaitsTheEnd();
        assertTrue(from != Way.WEBSOCKET || code.equals("4409"), code);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("connected")
  void anEqualNumberTakesOverWithoutAWord(Way from, Way to) {
    String token = client.session().token();
    Session session = application.session();
    try (Connection old = Connection.attaches(client, from, token, 5, 0)) {
      old.session();
      session.send("x");
      assertEquals(Payload.text("x"), old.nextMessage());
      try (Connection repeated = Connection.attaches(client, to, token, 5, 0)) {
        assertEquals(Payload.text("x"), repeated.nextMessage());
        Told told = old.next();
        assertEquals("end", told.kind(), told::toString);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("connected")
  void aLowerNumberIsRefusedAndHasNoEffect(Way attached, Way late) {
    String token = client.session().token();
    Session session = application.session();
    session.send("one");
    session.send("two");
    try (Connection current = Connection.attaches(client, attached, token, 7, 0)) {
      current.session();
      assertEquals(Payload.text("one"), current.nextMessage());
      assertEquals(Payload.text("two"), current.nextMessage());

      try (Connection refused = Connection.attaches(client, late, token, 6, 2)) {
        assertEquals(4409, refused.refusal());
      }

      assertEquals(2, session.pendingMessages(), "a refused attach acknowledges nothing");
      session.send("three");
      assertEquals(Payload.text("three"), current.nextMessage());
    }
  }

  @Test
  void aHeldPollIsAnsweredWhenAHigherNumberTakesOver() {
    String token = client.session().token();
    Line poll = client.holdsPoll(token, 5, 0, 20_000);

    try (HttpReply stream = client.attachesStream(token, 6, 0)) {
      stream.session();
      assertEquals(4409, HttpReply.on(poll).next("error").json().number("code"));
    }
  }

  @Test
  void aPollThatTheNetworkRepeatsIsServedInsteadOfTheFirst() {
    String token = client.session().token();
    Session session = application.session();
    Line first = client.holdsPoll(token, 5, 0, 20_000);
    Line second = client.beginsPoll(token, 5, 0, 20_000);
    HttpReply ended = HttpReply.on(first);
    assertTrue(ended.events().rest().isEmpty(), "without a record");

    session.send("x");
    assertEquals(Payload.text("x"), HttpReply.on(second).next().payload());
  }

  @ParameterizedTest
  @EnumSource
  void numbersMayHaveHoles(Way way) {
    String token = client.session().token();
    application.session().send("x");
    try (Connection connection = Connection.attaches(client, way, token, 1_000_000, 0)) {
      assertEquals(Payload.text("x"), connection.nextMessage());
    }
    try (HttpReply late = client.polls(token, 999_999, 0, 0)) {
      assertEquals(409, late.status());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theOpeningIsNumberOne(Way way) {
    try (Connection opened = Connection.opens(client, way)) {
      SessionRecord session = opened.session();
      try (HttpReply repeated = client.polls(session.token(), 1, 0, 0)) {
        assertEquals(200, repeated.status());
      }
      try (HttpReply two = client.polls(session.token(), 2, 0, 0)) {
        assertEquals(200, two.status());
      }
      try (HttpReply late = client.polls(session.token(), 1, 0, 0)) {
        assertEquals(409, late.status());
      }
    }
  }

  @Test
  void aRefusedPositionLeavesTheAttachNumberUnused() {
    String token = client.session().token();
    try (HttpReply refused = client.polls(token, 50, 3, 0)) {
      assertEquals(400, refused.status());
    }
    try (HttpReply next = client.polls(token, 2, 0, 0)) {
      assertEquals(200, next.status());
    }
  }

  @Test
  void anAttachThatIsLateAndMisplacedIsLate() {
    String token = client.session().token();
    client.polls(token, 5, 0, 0).close();

    try (HttpReply late = client.polls(token, 4, 99, 0)) {
      assertEquals(409, late.status(), "409 is judged before the position");
    }
    try (HttpReply malformed = client.polls(token, 4, -1, 0)) {
      assertEquals(400, malformed.status(), "syntax is judged first");
    }
  }

  @Test
  void framesOnASupersededWebSocketAreIgnored() {
    try (Connection old = Connection.opens(client, Way.WEBSOCKET)) {
      String token = old.session().token();
      Session session = application.session();
      try (Connection current = Connection.attaches(client, Way.STREAM, token, 2, 0)) {
        current.session();
        old.sends(token, 1, Payload.text("too late"));
        old.acknowledges(token, 99);
        assertEquals(4409, old.awaits("error").json().number("code"));

        session.send("x");
        assertEquals(Payload.text("x"), current.nextMessage());
        client.postsBatch(token, 1, Payload.text("in time")).close();
        assertEquals(Payload.text("in time"), application.hears());
      }
    }
  }
}
