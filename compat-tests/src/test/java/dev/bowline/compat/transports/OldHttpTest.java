package dev.bowline.compat.transports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.Event;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Line;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Host;
import dev.bowline.server.Session;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** HTTP/1.0, as nginx speaks it to its upstream unless told otherwise: no chunks, no keep-alive. */
class OldHttpTest {

  private final Application application = new Application();
  @AutoClose private final Host host = Host.of(application.channel());
  private final WireClient client = host.client();

  @Test
  void aStreamIsDelimitedByItsEnd() {
    try (HttpReply stream = asks("GET", "?v=1", "", "Accept: text/event-stream")) {
      assertEquals(200, stream.status());
      assertFalse(stream.header("Transfer-Encoding").isPresent());
      assertFalse(stream.header("Content-Length").isPresent());
      stream.session();
      Session session = application.session();
      for (int i = 0; i < 10; i++) {
        session.send("m" + i);
        assertEquals(Payload.text("m" + i), stream.nextButPings().payload());
      }
      session.close(3000, "");
      session.acknowledged();
    }
  }

  @Test
  void aSessionOpensPollsAndPosts() {
    String token;
    try (HttpReply opened = asks("POST", "?v=1", "")) {
      token = opened.session().token();
      assertTrue(opened.line().ends());
    }
    try (HttpReply post = asks("POST", "/" + token + "?seq=1", "data: up\n\n")) {
      assertEquals(1, post.next("ack").number());
    }
    assertEquals(Payload.text("up"), application.hears());
    application.session().send("down");
    try (HttpReply poll = asks("GET", WireClient.poll(token, 2, 0, 20_000), "")) {
      List<Event> events = poll.events().rest();
      assertEquals(Payload.text("down"), events.get(0).payload());
    }
  }

  @Test
  void aHeldPollIsAnsweredAndClosed() {
    String token = client.session().token();
    Line line =
        Line.to(client.port())
            .write("GET /channel" + WireClient.poll(token, 2, 0, 20_000) + " HTTP/1.0\r\n\r\n");
    application.session().send("x");
    try (HttpReply poll = HttpReply.on(line)) {
      assertEquals(Payload.text("x"), poll.events().rest().get(0).payload());
      assertTrue(line.ends());
    }
  }

  @Test
  void errorsAreTheSame() {
    try (HttpReply unknown = asks("GET", "/nobody?attach=2&ack=0", "");
        HttpReply malformed = asks("POST", "?v=7", "")) {
      assertEquals(404, unknown.status());
      assertEquals(4404, unknown.code());
      assertEquals(400, malformed.status());
    }
  }

  private HttpReply asks(String method, String suffix, String body, String... headers) {
    StringBuilder head = new StringBuilder(method + " /channel" + suffix + " HTTP/1.0\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    if (method.equals("POST")) {
      head.append("Content-Length: ").append(body.length()).append("\r\n");
    }
    return HttpReply.on(Line.to(client.port()).write(head + "\r\n" + body));
  }
}
