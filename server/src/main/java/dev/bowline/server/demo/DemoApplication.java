package dev.bowline.server.demo;

import dev.bowline.server.Channel;
import dev.bowline.server.ChannelListener;
import dev.bowline.server.CloseReason;
import dev.bowline.server.Message;
import dev.bowline.server.Session;
import dev.bowline.server.Transport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the demo page talks to: everyone hears everyone, and a ticker. Messages are plain text whose
 * first line is a word and numbers; {@code demo.js} has the list. What goes to everybody is made
 * once and numbered for all; one lock orders it, so that a newcomer can be told which numbers are
 * next, and check them from the first on.
 */
final class DemoApplication implements ChannelListener {
  private static final long TICK_MILLIS = 200;

  /** A session outlives its tab by minutes; it is not counted as company for so long. */
  private static final long AWAY_TICKS = 15;

  private static final int REMEMBERED_LINES = 8;
  private static final int LONGEST_LINE = 280;

  /** {@code beat 17}, or {@code say 18} and a line of text. */
  private static final Pattern FROM_PAGE =
      Pattern.compile("(beat|say) ([1-9][0-9]{0,14})(?:\n(.*))?", Pattern.DOTALL);

  private static final List<String> KNOTS =
      List.of(
          "Clove Hitch",
          "Sheet Bend",
          "Figure Eight",
          "Reef Knot",
          "Rolling Hitch",
          "Carrick Bend",
          "Cat’s Paw",
          "Monkey’s Fist",
          "Half Hitch",
          "Zeppelin Bend",
          "Timber Hitch",
          "Turk’s Head",
          "Anchor Bend",
          "Cow Hitch",
          "Constrictor",
          "Butterfly");

  private final Map<Session, Guest> guests = new ConcurrentHashMap<>();
  private final Deque<Message> lines = new ArrayDeque<>();
  private int newcomers;
  private long nextTick = 1;
  private long nextLine = 1;

  /** The channel, with times short enough that a visitor sees things happen. */
  Channel channel() {
    return Channel.builder()
        .listener(this)
        .heartbeat(Duration.ofSeconds(2))
        .pollHold(Duration.ofSeconds(2))
        // Two minutes of ticks and echoes for a page that is away, and some more.
        .sendWindow(8192, 4 << 20)
        .drain(Duration.ofSeconds(2))
        .build();
  }

  /** Lets the ticker run, until what is returned is cancelled. */
  ScheduledFuture<?> tickBy(ScheduledExecutorService clock) {
    return clock.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void onOpen(Session session) {
    Guest guest = new Guest(session, name(newcomers++));
    guest.send(
        Message.text(
            "hello %s %d %d %d\n%s"
                .formatted(session.id(), company() + 1, nextTick, nextLine, guest.name())));
    lines.forEach(guest::send);
    guests.put(session, guest);
  }

  @Override
  public CompletionStage<?> onMessage(Session session, Message message) {
    Matcher parts = FROM_PAGE.matcher(message.isText() ? message.text() : "");
    Guest guest = guests.get(session);
    if (guest == null || !parts.matches()) {
      session.close(1008, "not a message of the demo page");
      return HANDLED;
    }
    guest.echo(Long.parseLong(parts.group(2)));
    String text = parts.group(3);
    if (text != null) {
      say(guest.name(), text);
    }
    return HANDLED;
  }

  @Override
  public synchronized void onDetach(Session session) {
    Guest guest = guests.get(session);
    if (guest != null) {
      guest.left(nextTick);
    }
  }

  @Override
  public void onAttach(Session session, Transport transport) {
    Guest guest = guests.get(session);
    if (guest != null) {
      guest.returned();
    }
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    guests.remove(session);
  }

  synchronized void tick() {
    sendAll(Message.text("tick %d %d".formatted(nextTick++, company())));
  }

  private synchronized void say(String name, String text) {
    String line = name + "\n" + text.substring(0, Math.min(text.length(), LONGEST_LINE));
    sendAll(Message.text("said %d\n%s".formatted(nextLine++, line)));
    lines.add(Message.text("heard\n" + line));
    if (lines.size() > REMEMBERED_LINES) {
      lines.remove();
    }
  }

  private long company() {
    return guests.values().stream().filter(guest -> !guest.isAway(nextTick, AWAY_TICKS)).count();
  }

  private void sendAll(Message message) {
    guests.values().forEach(guest -> guest.send(message));
  }

  /** The name of the nth guest: a knot, and from the second round on a number with it. */
  static String name(int newcomer) {
    int round = newcomer / KNOTS.size();
    return KNOTS.get(newcomer % KNOTS.size()) + (round == 0 ? "" : " " + (round + 1));
  }
}
