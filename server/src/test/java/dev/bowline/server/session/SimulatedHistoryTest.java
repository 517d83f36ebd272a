package dev.bowline.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bowline.server.session.SimulatedEvent.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Histories as things: made, written, read, and cut down. */
class SimulatedHistoryTest {
  private final SimulatedHistory history = new SimulatedHistories().make(42);

  @Test
  void aSeedAlwaysMakesTheSame() {
    assertEquals(history, new SimulatedHistories().make(42));
  }

  @Test
  void whatIsWrittenIsReadAgain(@TempDir Path folder) throws IOException {
    SimulatedHistory other = new SimulatedHistories().make(43);
    Path file = folder.resolve("histories.ndjson");
    Files.writeString(
        file, SimulatedHistoryJson.line(history) + "\n" + SimulatedHistoryJson.lines(other) + "\n");

    assertEquals(List.of(history, other), SimulatedHistoryJson.readAll(file));
  }

  @Test
  void itIsCutDownToTheEventsThatMatter() {
    SimulatedHistory shortest =
        SimulationShrinker.shrink(history, SimulatedHistoryTest::attachesAfterItHasSent);

    assertEquals(
        List.of(new SimulatedEvent(Kind.SERVER_SEND), new SimulatedEvent(Kind.CLIENT_ATTACH)),
        shortest.events());
  }

  private static boolean attachesAfterItHasSent(SimulatedHistory some) {
    boolean sent = false;
    for (SimulatedEvent event : some.events()) {
      sent |= event.kind() == Kind.SERVER_SEND;
      if (sent && event.kind() == Kind.CLIENT_ATTACH) {
        return true;
      }
    }
    return false;
  }
}
