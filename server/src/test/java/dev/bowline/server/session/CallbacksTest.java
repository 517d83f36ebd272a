package dev.bowline.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The order in which an application is told, and that it is told one thing at a time. */
class CallbacksTest {
  private final Bench bench = Bench.library();

  @Test
  void theOpeningComesFirstAndTheCloseLast() {
    FakeConnection connection = FakeConnection.webSocket(bench.session);
    bench.session.open(connection);
    bench.receives(connection, "a", "b");
    bench.session.closedByClient(connection, CloseCode.NORMAL.close(""));

    assertEquals(List.of("opened", "a", "b", "closed 1000"), bench.application.told());
  }

  @Test
  void aMessageThatIsNotHandledHoldsUpAllThatFollows() {
    FakeConnection connection = bench.opensWebSocket();
    bench.application.takesItsTime();
    bench.receives(connection, "a", "b");
    assertNull(bench.attaches(FakeConnection.stream(bench.session), 2, 0));
    assertEquals(List.of("a"), bench.application.told());

    bench.application.finishes();
    assertEquals(List.of("attached sse", "b"), bench.application.told());
    bench.session.closedByRequest(CloseCode.NORMAL.close(""));
    assertEquals(List.of(), bench.application.told());
    bench.application.finishes();
    assertEquals(List.of("closed 1000"), bench.application.told());
  }

  @Test
  void aChangeThatCameAndWentIsNotTold() {
    FakeConnection connection = bench.opensWebSocket();
    bench.application.takesItsTime();
    bench.receives(connection, "a");
    bench.session.detach(connection);
    assertNull(bench.attaches(FakeConnection.webSocket(bench.session), 2, 0));

    bench.application.finishes();

    assertEquals(List.of("a"), bench.application.told());
  }

  @Test
  void whatACallbackCausesIsToldAfterIt() {
    FakeConnection connection = bench.opensWebSocket();
    bench.application.reacts(
        message -> {
          if (message.equals("a")) {
            bench.receives(connection, "b");
            bench.sends("echo");
            bench.application.told();
          }
        });

    bench.receives(connection, "a");

    assertEquals(List.of("b"), bench.application.told());
    assertEquals(List.of("echo"), connection.wrote());
  }

  @Test
  void aCallbackMayCloseTheSession() {
    FakeConnection connection = bench.opensWebSocket();
    bench.application.reacts(message -> bench.closes());

    bench.receives(connection, "a", "b");

    assertEquals(List.of("a", "closed 1000"), bench.application.told());
  }
}
