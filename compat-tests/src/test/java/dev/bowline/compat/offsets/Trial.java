package dev.bowline.compat.offsets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.Payload;
import dev.bowline.compat.host.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** Exchanges of one client over one transport: a few to record them, then one for each cut. */
final class Trial implements AutoCloseable {
  private static final int RECORDED = 8;
  private static final int AT_A_TIME = 64;

  /** How often a cut is tried whose exchange was over before it came to that byte. */
  private static final int ROUNDS = 2;

  private static final long PATIENCE_SECONDS = 60;
  private static final int SHOWN = 8;

  private final Listener listener;
  private final Speaker speaker;
  private final Cutter cutter;
  private final Semaphore room = new Semaphore(AT_A_TIME);
  private final List<Held> all = new ArrayList<>();
  private int next = Conversation.FIRST;

  /** An exchange that is over. */
  private record Held(
      int number, Optional<Cut> cut, Speaker.Told told, List<Passage.Passed> passed) {

    boolean isCut() {
      return passed.stream().anyMatch(Passage.Passed::isCut);
    }
  }

  Trial(Host host, Listener listener, Speaker speaker) {
    this.listener = listener;
    this.speaker = speaker;
    cutter = Cutter.before(host.port());
  }

  /** All of it, and the figures. */
  void runs(String what, Function<Recording, List<Cut>> chosen) {
    long since = System.nanoTime();
    Recording recording = records();
    List<Cut> cuts = chosen.apply(recording);
    int unreached = holds(cuts).size();
    isExact(
        () ->
            "cuts, %-30s %s, %d of %d cuts, %.1f s"
                .formatted(
                    what,
                    recording,
                    cuts.size() - unreached,
                    cuts.size(),
                    (System.nanoTime() - since) / 1e9));
    assertTrue(unreached * 2 < cuts.size(), unreached + " cuts were never reached");
  }

  private Recording records() {
    Recording recording = new Recording();
    for (int i = 0; i < RECORDED; i++) {
      recording.adds(holds(Optional.empty()).join().passed());
    }
    return recording;
  }

  /** Holds an exchange for each of the cuts, and returns those that none has come to. */
  private List<Cut> holds(List<Cut> cuts) {
    List<Cut> left = cuts;
    for (int round = 0; round < ROUNDS && !left.isEmpty(); round++) {
      List<CompletableFuture<Held>> running = new ArrayList<>();
      left.forEach(cut -> running.add(holds(Optional.of(cut))));
      left =
          running.stream()
              .map(CompletableFuture::join)
              .filter(held -> !held.isCut())
              .flatMap(held -> held.cut().stream())
              .toList();
    }
    return left;
  }

  private CompletableFuture<Held> holds(Optional<Cut> cut) {
    room.acquireUninterruptibly();
    Passage passage = cutter.opens(cut);
    int number = next++;
    return speaker
        .holds(number, passage.port())
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .exceptionally(e -> new Speaker.Told(List.of(), e.toString(), false))
        .thenApply(told -> remembers(new Held(number, cut, told, passage.closes())))
        .whenComplete((held, failure) -> room.release());
  }

  private Held remembers(Held held) {
    synchronized (all) {
      all.add(held);
    }
    return held;
  }

  /** Every message has come once and in order, at both ends, in each exchange. */
  private void isExact(Supplier<String> what) {
    List<String> wrong = new ArrayList<>();
    long lost = 0;
    long more = 0;
    for (Held held : all) {
      List<Payload> up = Conversation.up(held.number());
      List<String> down = Conversation.down().stream().map(Conversation::written).toList();
      Listener.Heard heard = listener.heardIn(held.number());
      lost += missing(up, heard.messages()) + missing(down, held.told().heard());
      more += missing(heard.messages(), up) + missing(held.told().heard(), down);
      boolean exact = heard.messages().equals(up) && held.told().heard().equals(down);
      if (!exact || heard.sessions() != 1 || !held.told().trouble().isEmpty()) {
        wrong.add(
            "%s: up %s of %d sessions, down %s %s"
                .formatted(
                    held.cut(),
                    heard.messages(),
                    heard.sessions(),
                    held.told().heard(),
                    held.told().trouble()));
      }
    }
    System.out.printf(
        "%s: %d exchanges, %d messages, %d lost, %d repeated, %d ends not confirmed%n",
        what.get(),
        all.size(),
        all.size() * 8L,
        lost,
        more,
        all.stream().filter(it -> !it.told().isClean()).count());
    assertEquals(List.of(), wrong.stream().limit(SHOWN).toList(), wrong.size() + " exchanges");
  }

  /** How many of these are not among those. */
  private static <T> long missing(List<T> these, List<T> those) {
    List<T> left = new ArrayList<>(these);
    those.forEach(left::remove);
    return left.size();
  }

  @Override
  public void close() {
    speaker.close();
    cutter.close();
  }
}
