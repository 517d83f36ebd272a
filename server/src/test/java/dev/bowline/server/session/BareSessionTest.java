package dev.bowline.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A WebSocket without the subprotocol: the session is the connection. */
class BareSessionTest {
  private final Bench bench = Bench.of(Client.BARE_WEBSOCKET);
  private final FakeConnection connection = bench.opensWebSocket();

  @Test
  void whatWasWrittenCountsAsAcknowledged() {
    bench.sends("a", "b", "c", "d", "e", "f");

    assertEquals(List.of("a", "b", "c", "d", "e", "f"), connection.wrote());
    assertEquals(0, bench.session.pendingMessages());
    assertTrue(bench.session.acknowledged().join());
  }

  @Test
  void theSessionEndsWithTheConnection() {
    bench.session.detach(connection, 1001, "going");

    assertEquals(List.of("closed 1001"), bench.application.told());
  }

  @Test
  void theSessionEndsWithAConnectionThatIsTakenForDead() {
    bench.passes(44_100);

    assertTrue(connection.isCut());
    assertEquals(List.of("closed 1006"), bench.application.told());
  }

  @Test
  void aConnectionThatIsCutEndsTheSessionToo() {
    bench.session.cut();

    assertEquals(1006, bench.closeCode());
  }

  @Test
  void aClientIsNotTakenForDeadWhileNothingIsReadFromIt() {
    bench.application.takesItsTime();
    bench.receives(connection, "a");

    bench.passes(100_000);
    assertFalse(connection.isCut(), "its pongs wait behind a message that is being handled");

    bench.application.finishes();
    bench.passes(43_000);
    assertTrue(bench.session.isAttached(connection));
    bench.passes(1_200);
    assertTrue(connection.isCut());
  }

  @Test
  void itIsSpokenToInPingsAndMessagesOnly() {
    bench.receives(connection, "a", "b", "c", "d", "e", "f");
    bench.passes(21_000);
    bench.session.askToReconnect(100);

    assertEquals(List.of("ping"), connection.wrote());
  }

  @Test
  void whatWasDroppedByTheCloseIsNotAcknowledged() {
    connection.stalls();
    bench.sends("a");
    bench.session.abort(CloseCode.TOO_BIG.close(""));
    connection.goesOn();

    assertFalse(bench.session.acknowledged().join());
  }
}
