package dev.bowline.compat.conformance.wrong;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.Connection;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.SessionRecord;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.client.WireWebSocket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A front that deviates in nothing can't be told from the server behind it. */
class FrontTest {

  private static final Payload[] ALL_SORTS = {
    Payload.text("one"),
    Payload.text(""),
    Payload.text("\n two\r\nlines\n"),
    Payload.binary(),
    Payload.bytes(70_000),
  };

  private final RightServer server = RightServer.started();
  private final Front front = Front.before(server.port(), new Deviation() {});
  private final WireClient client = new WireClient(front.port(), RightServer.CHANNEL);
  private final WireClient direct = new WireClient(server.port(), RightServer.CHANNEL);

  @AfterEach
  void stops() {
    front.close();
    server.close();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void messagesOfAllSortsPassInBothDirections(Way way) {
    String token = client.session().token();
    try (HttpReply posted = client.postsBatch(token, 1, ALL_SORTS)) {
      assertEquals(5, posted.next("ack").number());
    }
    try (Connection connection = Connection.attaches(client, way, token, 2, 0)) {
      assertEquals(List.of(ALL_SORTS), connection.messages(5));
    }
  }

  @Test
  void bytesArePassedAsTheyAre() {
    SessionRecord session = client.session();
    client.postsBatch(session.token(), 1, ALL_SORTS).close();
    try (HttpReply through = client.polls(session.token(), 2, 0, 0);
        HttpReply straight = direct.polls(session.token(), 3, 0, 0)) {
      assertArrayEquals(straight.bytes(), through.bytes());
    }
  }

  @Test
  void refusalsPassWithTheirStatusAndRecord() {
    try (HttpReply reply = client.polls("no-such-token", 2, 0, 0)) {
      assertEquals(404, reply.status());
      assertEquals(4404, reply.code());
    }
    try (WireWebSocket refused = client.attachesWebSocket("no-such-token", 2, 0)) {
      assertEquals(4404, refused.next('e').json().number("code"));
      assertEquals(4404, refused.closeCode());
    }
  }

  @Test
  void theServerSeesAtOnceThatAClientHasGone() {
    String token;
    try (WireWebSocket bare = client.webSocket("")) {
      bare.mustBeOpen().sends("hello");
      assertEquals("hello", bare.next().text());
      bare.sendsClose(1000);
      assertEquals(1000, bare.closeCode());
    }
    try (HttpReply stream = client.opensStream()) {
      token = stream.session().token();
      stream.line().resets();
    }
    try (HttpReply poll = client.polls(token, 2, 0, 0)) {
      assertTrue(poll.next().is("ping"));
    }
  }

  @Test
  void aFrontKnowsTheNumbersOfWhatItPasses() {
    String token = client.session().token();
    client.postsBatch(token, 1, Payload.text("a"), Payload.text("b")).close();
    client.polls(token, 2, 0, 0).close();
    try (Connection stream = Connection.attaches(client, Way.STREAM, token, 3, 1)) {
      assertEquals(List.of(Payload.text("b")), stream.messages(1));
    }
    Trace trace = front.trace(token);
    assertEquals(Payload.text("b"), trace.messages().get(2L));
    assertEquals(3, trace.highest().get());
    assertEquals(2, trace.handled().get());
  }
}
