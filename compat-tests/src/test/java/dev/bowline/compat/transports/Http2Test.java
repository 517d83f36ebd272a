package dev.bowline.compat.transports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Await;
import dev.bowline.compat.host.Host;
import dev.bowline.compat.http2.Http2;
import dev.bowline.server.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Streams, polls and posts over HTTP/2, all on one TCP connection. */
class Http2Test {

  private static final String STREAM = "text/event-stream";

  private final Application application = new Application();

  @AutoClose
  private final Host host =
      Host.of(
          application.channel().heartbeat(Duration.ofMinutes(10)).pollHold(Duration.ofMinutes(10)));

  @AutoClose private final Http2 client = new Http2(host.client());

  @Test
  void aStreamAndItsPostsShareAConnection() {
    try (Http2.Exchange stream = client.gets("?v=1", STREAM)) {
      String token = stream.session().token();
      Session session = application.session();
      for (int i = 1; i <= 20; i++) {
        session.send("down " + i);
        assertEquals(Payload.text("down " + i), stream.nextButPings().payload());
        Http2.Exchange post =
            client.posts("/" + token + "?seq=" + i, WireClient.batch(Payload.text("up " + i)));
        assertEquals(200, post.status());
        assertEquals(i, post.events().next().number());
        assertEquals(Payload.text("up " + i), application.hears());
      }
    }
  }

  @Test
  void manyStreamsShareAConnection() {
    List<Http2.Exchange> streams = new ArrayList<>();
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Http2.Exchange stream = client.gets("?v=1", STREAM);
      stream.session();
      streams.add(stream);
      sessions.add(application.session());
    }
    for (int i = 0; i < 20; i++) {
      sessions.get(i).send("for " + i);
    }
    for (int i = 0; i < 20; i++) {
      assertEquals(Payload.text("for " + i), streams.get(i).nextButPings().payload());
    }
    streams.forEach(Http2.Exchange::close);
  }

  @Test
  void aPollIsHeldAndAnswered() {
    String token = host.client().session().token();
    application.session().send("x");
    Http2.Exchange poll = client.gets(WireClient.poll(token, 2, 0, 20_000), "*/*");

    assertEquals(200, poll.status());
    assertEquals(Payload.text("x"), poll.events().next().payload());
    assertTrue(poll.events().maybeNext().isEmpty());
  }

  @Test
  void anIdleStreamThatIsResetIsNoticed() {
    try (Http2.Exchange other = client.gets("?v=1", STREAM)) {
      other.session();
      Session alive = application.session();
      try (Http2.Exchange stream = client.gets("?v=1", STREAM)) {
        stream.session();
      }
      Session reset = application.session();

      assertEquals(reset, application.detached());
      alive.send("undisturbed");
      assertEquals(Payload.text("undisturbed"), other.nextButPings().payload());
    }
  }

  @Test
  @SuppressWarnings("FutureReturnValueIgnored") // whether it was still there
  void aHeldPollThatIsResetIsNoticed() {
    String token;
    try (Http2.Exchange stream = client.gets("?v=1", STREAM)) {
      token = stream.session().token();
    }
    Session session = application.session();
    application.detached();
    var poll = client.begins(WireClient.poll(token, 5, 0, 600_000));
    Await.until("the poll is held", () -> session.transport().isPresent());
    poll.abort(new java.io.EOFException("the client has enough"));

    assertEquals(session, application.detached());
  }

  @Test
  void refusalsAreTheSame() {
    Http2.Exchange unknown = client.gets("/nobody?attach=2&ack=0", STREAM);
    assertEquals(404, unknown.status());
    assertEquals(4404, unknown.events().next().json().number("code"));
    assertEquals(400, client.posts("?v=9", "").status());
  }
}
