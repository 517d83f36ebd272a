package dev.bowline.server.session;

import dev.bowline.server.session.SessionTerms.Overflow;
import dev.bowline.server.session.SimulatedConnection.Kind;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Makes histories from seeds: all that chance decides is decided here.
 *
 * <p>Events are drawn blindly, but not evenly: each history draws first how often each kind of
 * event shall come in it, perhaps never. Among many histories some have no timers, some lose every
 * second request, some do little but attach, and each such leaning reaches states that an even
 * mixture doesn't.
 */
final class SimulatedHistories {
  /** The bounds of the number of events that the project asks for. */
  static final int FEWEST = 50;

  static final int MOST = 200;

  private static final Kind[] TRANSPORTS = Kind.values();
  private static final Overflow[] POLICIES = Overflow.values();
  private static final SimulatedEvent.Kind[] KINDS = SimulatedEvent.Kind.values();
  private static final int[] CODES = {1000, 1001, 1013, 3000, 4900};

  /** One history in so many may come to an end before its last event. */
  private static final int ENDS = 3;

  private static final int MOST_LOTS = 4_000;

  private final int fewest;
  private final int most;

  /** Each kind as often as its weight says, up to the total. */
  private final SimulatedEvent.Kind[] lots = new SimulatedEvent.Kind[MOST_LOTS];

  private SplittableRandom random = new SplittableRandom(0);
  private int total;

  SimulatedHistories() {
    this(FEWEST, MOST);
  }

  SimulatedHistories(int fewest, int most) {
    this.fewest = fewest;
    this.most = most;
  }

  SimulatedHistory make(long seed) {
    random = new SplittableRandom(seed);
    Overflow overflow = POLICIES[random.nextInt(POLICIES.length)];
    // A window that closes the session when it is full shall not do so at once.
    long wider = overflow == Overflow.CLOSE ? 3 : 1;
    SessionTerms terms =
        Terms.of(
            (int) wider * (1 + random.nextInt(12)),
            wider * (8 + random.nextInt(160)),
            1 + random.nextInt(8),
            8 + random.nextInt(120),
            overflow);
    long clock = random.nextInt(100_000);
    Kind opens = TRANSPORTS[random.nextInt(TRANSPORTS.length)];
    int writeBytes = 8 + random.nextInt(100);
    drawWeights();
    SimulatedEvent[] events = new SimulatedEvent[fewest + random.nextInt(most - fewest + 1)];
    for (int index = 0; index < events.length; index++) {
      events[index] = event();
    }
    return new SimulatedHistory(seed, clock, terms, opens, writeBytes, Arrays.asList(events));
  }

  private void drawWeights() {
    boolean ends = random.nextInt(ENDS) == 0;
    total = 0;
    for (SimulatedEvent.Kind kind : KINDS) {
      int weight = weight(kind) * leaning(kind) / 4;
      if (weight > 0 && (ends || !isAnEnd(kind))) {
        Arrays.fill(lots, total, total + weight, kind);
        total += weight;
      }
    }
  }

  /** Four is as usual. What carries everything else never stays away. */
  private int leaning(SimulatedEvent.Kind kind) {
    int drawn = random.nextInt(8);
    return switch (kind) {
      case FLIGHT, LINE_UP, LINE_DOWN, LINE_WRITTEN -> 2 + drawn;
      default -> drawn < 2 ? 0 : drawn < 6 ? 4 : drawn * 2;
    };
  }

  private static boolean isAnEnd(SimulatedEvent.Kind kind) {
    return switch (kind) {
      case SERVER_THROW, SERVER_CLOSE, SERVER_LEAVE, CLIENT_CLOSE -> true;
      default -> false;
    };
  }

  private static int weight(SimulatedEvent.Kind kind) {
    return switch (kind) {
      case FLIGHT, LINE_DOWN -> 60;
      case LINE_UP, LINE_WRITTEN, CLIENT_SEND, CLIENT_FLUSH -> 40;
      case SERVER_SEND -> 30;
      case CLIENT_ACKNOWLEDGE, TIME -> 20;
      case SERVER_HANDLE, CLIENT_ATTACH, CLIENT_POST, TIMER, DISPATCH -> 15;
      case SERVER_APPEND -> 10;
      case CLIENT_PROBE, CLIENT_ADOPT, LINE_DIES, LINE_GOES -> 7;
      case SERVER_SLOW, SERVER_REPLY, LINE_STALLS, LINE_PARTIAL -> 5;
      case SERVER_WAKE, SERVER_ELSEWHERE, CLIENT_RELOAD, CLIENT_WAKE, CLIENT_BREAKS -> 3;
      case SERVER_CUT, SERVER_RECONNECT, SERVER_DRAIN -> 2;
      case SERVER_CLOSE, CLIENT_CLOSE -> 3;
      case SERVER_THROW, SERVER_LEAVE -> 1;
    };
  }

  private SimulatedEvent event() {
    return event(lots[random.nextInt(total)]);
  }

  private SimulatedEvent event(SimulatedEvent.Kind kind) {
    return switch (kind) {
      case SERVER_SEND, SERVER_APPEND, CLIENT_SEND ->
          new SimulatedEvent(kind, random.nextInt(20), word(kind, 1));
      case SERVER_HANDLE -> new SimulatedEvent(kind, random.nextInt(40) == 0 ? 1 : 0);
      case SERVER_SLOW, SERVER_REPLY, SERVER_ELSEWHERE ->
          new SimulatedEvent(kind, random.nextInt(5));
      case SERVER_CLOSE -> new SimulatedEvent(kind, CODES[random.nextInt(CODES.length)]);
      case SERVER_RECONNECT, SERVER_DRAIN -> new SimulatedEvent(kind, random.nextInt(1000));
      case CLIENT_POST -> new SimulatedEvent(kind, random.nextInt(3), 1 + random.nextInt(4));
      case FLIGHT -> new SimulatedEvent(kind, index(), fate());
      case LINE_UP, LINE_DOWN, LINE_WRITTEN, LINE_STALLS, LINE_GOES ->
          new SimulatedEvent(kind, index());
      case LINE_PARTIAL -> new SimulatedEvent(kind, index(), 1 + random.nextInt(30));
      case LINE_DIES -> new SimulatedEvent(kind, index(), word(kind, 1));
      case TIME -> new SimulatedEvent(kind, time());
      case TIMER -> new SimulatedEvent(kind, random.nextInt(4) == 0 ? 1 : 0);
      case CLIENT_ACKNOWLEDGE, CLIENT_ATTACH, CLIENT_CLOSE, CLIENT_BREAKS ->
          new SimulatedEvent(kind, word(kind, 0));
      case SERVER_WAKE,
          SERVER_THROW,
          SERVER_CUT,
          SERVER_LEAVE,
          CLIENT_FLUSH,
          CLIENT_PROBE,
          CLIENT_ADOPT,
          CLIENT_RELOAD,
          CLIENT_WAKE,
          DISPATCH ->
          new SimulatedEvent(kind);
    };
  }

  private int word(SimulatedEvent.Kind kind, int argument) {
    return random.nextInt(kind.choices(argument));
  }

  /** Mostly the first, which is the likeliest to matter. */
  private int index() {
    return random.nextInt(2) == 0 ? 0 : random.nextInt(5);
  }

  private int fate() {
    int drawn = random.nextInt(10);
    return drawn < 7 ? 0 : drawn < 8 ? 1 : 2;
  }

  private int time() {
    int drawn = random.nextInt(20);
    return drawn < 15
        ? random.nextInt(1500)
        : drawn < 19 ? random.nextInt(26_000) : random.nextInt(130_000);
  }
}
