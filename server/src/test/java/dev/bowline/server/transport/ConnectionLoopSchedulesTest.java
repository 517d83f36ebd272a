package dev.bowline.server.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.server.session.LogicalSession;
import dev.bowline.server.session.OverWebSocket;
import dev.bowline.server.session.Schedules;
import dev.bowline.server.session.SessionInTurns;
import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop of every connection: wakes meet the ends of writes, in every order. */
@Timeout(300)
public class ConnectionLoopSchedulesTest {
  private String tried = "did not hold";

  /** Not in the tests themselves: {@code PlantedRacesTest} calls those for what they find. */
  @AfterEach
  void saysWhatWasTried() {
    System.out.println(tried);
  }

  @Test
  void whatIsSentWhileAWriteEndsIsWrittenToo() {
    tries(
        "two senders and a write that ends",
        schedules ->
            new Loop(schedules) {
              @Override
              public List<Runnable> threads() {
                return List.of(
                    () -> session.sends("a"), () -> session.sends("b"), this::endsAWrite);
              }

              @Override
              public void holds() {
                endsAllWrites();
                List<String> written = new ArrayList<>(line.written);
                written.sort(null);
                assertEquals(List.of("a", "b"), written);
                assertFalse(line.met);
              }
            });
  }

  @Test
  void aConnectionThatIsSupersededWhileItWritesEndsOnceAndSaysSoLast() {
    tries(
        "an attach and a write that ends",
        schedules ->
            new Loop(schedules) {
              @Override
              public List<Runnable> threads() {
                session.sends("a");
                return List.of(
                    () -> session.session().attach(next, OptionalLong.of(2), 0), this::endsAWrite);
              }

              @Override
              public void holds() {
                endsAllWrites();
                assertEquals(List.of("a", "4409"), line.written);
                assertEquals(List.of("a"), next.written);
                assertEquals(1, line.ends);
                assertFalse(line.met);
                assertTrue(session.session().isAttached(next));
              }
            });
  }

  @Test
  void aConnectionThatIsSupersededSaysSoWhoeverWakesItMeanwhile() {
    tries(
        "an attach, a sender and a write that ends",
        schedules ->
            new Loop(schedules) {
              @Override
              public List<Runnable> threads() {
                session.sends("a");
                line.takesTurnsAtWakes = true;
                return List.of(
                    () -> session.session().attach(next, OptionalLong.of(2), 0),
                    () -> session.sends("b"),
                    this::endsAWrite);
              }

              @Override
              public void holds() {
                endsAllWrites();
                assertEquals("4409", line.written.get(line.written.size() - 1));
                assertEquals(List.of("a", "b"), next.written);
                assertEquals(1, line.ends);
                assertFalse(line.met);
              }
            });
  }

  @Test
  void whatIsWrittenAtOnceLeavesNothingBehind() {
    tries(
        "three senders, and writes that end at once",
        schedules ->
            new Loop(schedules) {
              @Override
              public List<Runnable> threads() {
                line.endsAtOnce = true;
                return List.of(
                    () -> session.sends("a"), () -> session.sends("b"), () -> session.sends("c"));
              }

              @Override
              public void holds() {
                List<String> written = new ArrayList<>(line.written);
                written.sort(null);
                assertEquals(List.of("a", "b", "c"), written);
                assertFalse(line.met);
              }
            });
  }

  @Test
  void whatOneWriteDoesNotTakeGoesWithTheNextThoughNobodyWakesItAgain() {
    Payload half = Payload.text("x".repeat(70_000));
    tries(
        "more than one write takes",
        schedules ->
            new Loop(schedules) {
              @Override
              public List<Runnable> threads() {
                session.sends("a");
                for (int i = 0; i < 3; i++) {
                  session.session().append(half);
                }
                return List.of(() -> session.session().wake(), this::endsAWrite);
              }

              @Override
              public void holds() {
                endsAllWrites();
                assertEquals(4, line.written.size());
                assertFalse(line.met);
              }
            });
  }

  @Test
  void aConnectionThatIsCutEndsOnceWhateverIsUnderWay() {
    for (boolean atOnce : List.of(false, true)) {
      tries(
          "a sender, a cut and a write that ends" + (atOnce ? " at once" : ""),
          schedules ->
              new Loop(schedules) {
                @Override
                public List<Runnable> threads() {
                  line.endsAtOnce = atOnce;
                  return List.of(
                      () -> session.sends("a"),
                      () -> line.abort(new IOException("cut")),
                      this::endsAWrite);
                }

                @Override
                public void holds() {
                  endsAllWrites();
                  session.sends("too late");
                  assertEquals(1, line.ends);
                  assertFalse(line.written.contains("too late"));
                  assertFalse(session.session().isAttached(line));
                }
              });
    }
  }

  @Test
  void aWriteThatFailsEndsTheConnectionOnce() {
    tries(
        "two senders and a write that fails",
        schedules ->
            new Loop(schedules) {
              @Override
              public List<Runnable> threads() {
                return List.of(
                    () -> session.sends("a"), () -> session.sends("b"), line::failsAWrite);
              }

              @Override
              public void holds() {
                line.failsAWrite();
                assertEquals(1, line.ends);
                assertFalse(session.session().isAttached(line));
              }
            });
  }

  private void tries(String name, Schedules.Beginning beginning) {
    tried = Schedules.of(name, beginning);
  }

  /** A session over the loop itself, with writes that end when the scenario says so. */
  private abstract static class Loop implements Schedules.Scenario {
    final SessionInTurns session;
    final Line line;
    final Line next;

    Loop(Schedules schedules) {
      session = new SessionInTurns(schedules);
      line = new Line(session.session(), schedules);
      next = new Line(session.session(), schedules);
      session.session().open(line);
    }

    final void endsAWrite() {
      line.endsAWrite();
    }

    final void endsAllWrites() {
      while (line.endsAWrite() || next.endsAWrite()) {
        // Each may begin another.
      }
    }
  }

  private static final class Line extends PulledConnection implements OverWebSocket {
    private final Schedules schedules;
    private final List<String> written = new ArrayList<>();
    private @Nullable Callback inFlight;
    private boolean endsAtOnce;
    private boolean takesTurnsAtWakes;
    private boolean met;
    private int ends;

    Line(LogicalSession session, Schedules schedules) {
      super(session);
      this.schedules = schedules;
    }

    boolean endsAWrite() {
      Callback write = inFlight;
      inFlight = null;
      if (write == null) {
        return false;
      }
      schedules.point();
      write.succeeded();
      return true;
    }

    void failsAWrite() {
      Callback write = inFlight;
      inFlight = null;
      if (write != null) {
        schedules.point();
        write.failed(new IOException("the line is down"));
      }
    }

    @Override
    void write(Outgoing outgoing, boolean last) {
      met |= inFlight != null;
      written.addAll(
          outgoing.as(
              Payload::text,
              record -> record instanceof ProtocolRecord.Error error ? "" + error.code() : null));
      inFlight = this;
      schedules.outside("a write");
      if (endsAtOnce) {
        endsAWrite();
      }
    }

    @Override
    void ended(@Nullable Throwable failure) {
      ends++;
    }

    @Override
    public void wake() {
      if (takesTurnsAtWakes) {
        schedules.outside("a wake");
      }
      super.wake();
    }

    @Override
    public void cut() {}

    @Override
    public boolean introduced() {
      return false;
    }
  }
}
