package dev.bowline.compat.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.host.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A proxy that was told nothing changes nothing; one that was stopped leaves nothing behind. */
class FaultProxyTest {
  private static final int PATIENCE_MILLIS = 10_000;

  private final TinyServer server = new TinyServer();
  private final FaultProxy proxy = FaultProxy.before(server.port());

  @AfterEach
  void stop() {
    proxy.close();
    server.close();
  }

  private RawClient client() {
    return new RawClient(proxy.port(), PATIENCE_MILLIS);
  }

  @Test
  void manyRequestsGoByOneConnection() {
    RawClient client = client();
    client.posts("/up", "one").readsTo("reply 1\n");
    client.gets("/hello").readsTo("reply 2\n");
    client.posts("/up", "x".repeat(100_000)).readsTo("reply 3\n");
    client
        .writes("POST /up HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n0\r\n\r\n")
        .readsTo("reply 4\n");

    assertEquals(1, proxy.connections());
    assertEquals("x".repeat(100_000), server.bodies().get(2));
    assertEquals("3\r\none\r\n0\r\n\r\n", server.bodies().get(3));
  }

  @Test
  void headsPassAsTheyAre() {
    String head = "GET /hello HTTP/1.1\r\nhost:here\r\nX-odd:  a\r\nX-odd: b\r\n\r\n";
    client().writes(head).readsTo("reply 1\n");

    assertEquals(head, new String(server.heads().get(0).bytes(), UTF_8));
  }

  @Test
  void aStreamPassesAsItComes() {
    RawClient client = client().gets("/events");
    client.isAnswered(200);
    Await.until("the stream", () -> server.streams() > 0);
    server.says("one");
    client.readsTo("data: one\n\n");
    server.says("two");
    client.readsTo("data: two\n\n");
  }

  @Test
  void aWebSocketPassesBothWays() {
    RawClient client = client().upgrades();
    client.isAnswered(101);
    client.writes("hello").readsTo("hello");
  }

  @Test
  void anEndIsPassedOn() {
    RawClient client = client().gets("/hello");
    client.readsTo("reply 1\n");
    client.close();

    Await.until("the server's end", () -> !server.ends().isEmpty());
  }

  @Test
  void aCutResetsBothEndsAndNewConnectionsGetThrough() {
    RawClient client = client().gets("/events");
    client.isAnswered(200);
    proxy.cuts();

    assertEquals("reset", client.readsAll());
    Await.until("the server's end", () -> server.ends().contains("reset"));
    client().gets("/hello").isAnswered(200);
  }

  @Test
  void whatItDidStandsInItsLog() {
    Rule rule = proxy.does(Fault.answer(503)).to(Requests.everything().nth(2));
    client().gets("/first").isAnswered(200);
    client().gets("/second?a=1").isAnswered(503);

    assertEquals(1, rule.struck());
    assertTrue(proxy.toString().contains("#2 GET /second?a=1: answered 503"), proxy::toString);
    assertFalse(proxy.toString().contains("/first"), proxy::toString);
  }

  @Test
  void afterItsStopNoThreadAndNoConnectionIsLeft() {
    RawClient plain = client().gets("/events");
    plain.isAnswered(200);
    proxy.does(Fault.halfOpen()).to(Requests.everything());
    RawClient forgotten = client().gets("/events");
    proxy.does(Fault.slow(1)).toRunning(Requests.everything());
    Await.until("both", () -> proxy.connections() == 2);
    server.says("one");
    proxy.close();

    assertTrue(plain.readsAll().endsWith("reset"));
    assertEquals("reset", forgotten.readsAll());
    assertEquals(0, proxy.threads());
  }
}
