package dev.bowline.compat.fuzzing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.bowline.compat.fuzzing.Script.Step;
import dev.bowline.server.Channel;
import dev.bowline.server.ChannelHandler;
import dev.bowline.server.Message;
import dev.bowline.server.Session;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A server on which one script after the other is played, and what must hold after each. */
final class Playground {
  private static final int SCRIPTS_BETWEEN_LOOKS_AT_MEMORY = 2_000;
  private static final long MOST_GROWTH = 64L << 20;
  private static final int MOST_NEW_THREADS = 2;
  private static final int MOST_NAMES = 10;

  /** A session that a script has come to know, and how it can be closed. */
  private record Known(SessionName name, String path, Optional<String> user) {}

  /** What the process takes, in bytes and threads. */
  private record Memory(long heap, long direct, int threads) {}

  private final Echo echo = new Echo();
  private final Map<String, Channel> channels =
      new TreeMap<>(Map.of("/c", echo.roomy(), "/s", echo.narrow()));
  private final InProcess server;
  private final Bystanders bystanders;
  private @Nullable Memory firstLook;
  private long played;

  Playground() {
    ChannelHandler roomy = new ChannelHandler("/c", channel("/c"));
    ChannelHandler narrow = new ChannelHandler("/s", channel("/s"));
    roomy.setHandler(narrow);
    server = new InProcess(roomy);
    bystanders = new Bystanders(channel("/c"), "/c", server);
  }

  private Channel channel(String path) {
    Channel channel = channels.get(path);
    if (channel == null) {
      throw new IllegalArgumentException(path);
    }
    return channel;
  }

  void plays(Script script) {
    try (LogTrap log = new LogTrap()) {
      Map<Integer, Lane> lanes = new TreeMap<>();
      List<Lane> all = new ArrayList<>();
      Map<String, Known> known = new TreeMap<>();
      List<Known> inOrder = new ArrayList<>();
      for (Step step : script.steps()) {
        Lane lane = lanes.get(step.lane());
        if (lane == null && "rhwb".indexOf(step.action()) >= 0) {
          lane = new Lane(server);
          lanes.put(step.lane(), lane);
          all.add(lane);
        }
        does(step, lane, inOrder);
        if (step.action() == 'x') {
          lanes.remove(step.lane());
        }
        learns(all, known, inOrder);
      }
      cleansUp(all, known, inOrder);
      mustBeAsBefore();
      log.mustBeEmpty();
    }
    if (++played % SCRIPTS_BETWEEN_LOOKS_AT_MEMORY == 0) {
      memoryMustBeBounded();
    }
  }

  private void does(Step step, @Nullable Lane lane, List<Known> known) {
    switch (step.action()) {
      case 'k' -> server.timePasses();
      case 'd' -> {
        boolean unused = echo.finishesOne();
        server.rest();
      }
      case 'm' -> {
        speaksToAll(step.said());
        server.rest();
      }
      default -> {
        if (lane != null) {
          says(step.action(), lane, named(step.said(), known));
        }
      }
    }
  }

  private static void says(char action, Lane lane, String said) {
    switch (action) {
      case 'r' -> lane.says(said);
      case 'h' -> lane.asks(said);
      case 'w' -> lane.upgrades(said, false);
      case 'b' -> lane.upgrades(said, true);
      case 't' -> lane.sends(0x81, said.getBytes(ISO_8859_1));
      case 'y' -> lane.sends(0x82, said.getBytes(ISO_8859_1));
      case 'f' -> {
        if (!said.isEmpty()) {
          lane.sends(said.charAt(0), said.substring(1).getBytes(ISO_8859_1));
        }
      }
      case 'e' -> lane.ends();
      case 'x' -> lane.closes();
      default -> {} // no step
    }
  }

  /** Puts the tokens of sessions in the place of {@code $0}, {@code $1}… */
  private static String named(String said, List<Known> known) {
    String named = said;
    for (int i = 0; i < Math.min(known.size(), MOST_NAMES) && named.indexOf('$') >= 0; i++) {
      named = named.replace("$" + i, known.get(i).name().token());
    }
    return named;
  }

  private void speaksToAll(String said) {
    for (Channel channel : channels.values()) {
      for (Session session : channel.sessions()) {
        if (!bystanders.ids().contains(session.id()) && said.length() <= 12) {
          Echo.send(session, Message.text(said));
        }
      }
    }
  }

  private void learns(List<Lane> lanes, Map<String, Known> known, List<Known> inOrder) {
    for (Lane lane : lanes) {
      for (SessionName name : SessionName.in(lane.all())) {
        if (!known.containsKey(name.token())) {
          Known session = find(name);
          known.put(name.token(), session);
          inOrder.add(session);
        }
      }
    }
  }

  private Known find(SessionName name) {
    for (Map.Entry<String, Channel> channel : channels.entrySet()) {
      for (Session session : channel.getValue().sessions()) {
        if (session.id().equals(name.id())) {
          return new Known(name, channel.getKey(), session.principal().map(Principal::getName));
        }
      }
    }
    return new Known(name, "", Optional.empty());
  }

  private void cleansUp(List<Lane> lanes, Map<String, Known> known, List<Known> inOrder) {
    while (echo.finishesOne()) {
      server.rest();
    }
    server.timePasses();
    server.timePasses();
    learns(lanes, known, inOrder);
    // The end of a reply lets in what was said behind it, which may open one more.
    for (int i = 0; i < inOrder.size(); i++) {
      closes(inOrder.get(i));
      learns(lanes, known, inOrder);
    }
    lanes.forEach(Lane::mustHaveBeenAnswered);
    lanes.forEach(Lane::closes);
    server.timePasses();
  }

  private void closes(Known session) {
    if (!session.path().isEmpty()) {
      Lane lane = new Lane(server);
      String user = session.user().map("\nX-User: "::concat).orElse("");
      lane.asks("DELETE " + session.path() + "/" + session.name().token() + user);
      int status = lane.status();
      if (status != 200 && status != 410 && status != 404) {
        throw new AssertionError("a session can't be closed: " + lane.all());
      }
      lane.closes();
    }
  }

  private void mustBeAsBefore() {
    for (Channel channel : channels.values()) {
      List<Session> left =
          channel.sessions().stream().filter(it -> !bystanders.ids().contains(it.id())).toList();
      if (!left.isEmpty()) {
        throw new AssertionError(left.size() + " sessions that nobody can name are left");
      }
    }
    if (channel("/c").sessions().size() != bystanders.ids().size()) {
      throw new AssertionError("a bystander has lost its session");
    }
    if (server.connections() != Bystanders.CONNECTIONS) {
      throw new AssertionError(server.connections() + " connections are left");
    }
    bystanders.mustNotHaveNoticed();
  }

  /** Less than the first look found, and a bound; the first comes when all classes are there. */
  private void memoryMustBeBounded() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    Memory now =
        new Memory(
            runtime.totalMemory() - runtime.freeMemory(),
            ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum(),
            Thread.activeCount());
    Memory first = firstLook;
    if (first == null) {
      firstLook = now;
    } else if (now.heap() > first.heap() + MOST_GROWTH
        || now.direct() > first.direct() + MOST_GROWTH
        || now.threads() > first.threads() + MOST_NEW_THREADS) {
      throw new AssertionError("it grows: " + first + " became " + now);
    }
  }
}
