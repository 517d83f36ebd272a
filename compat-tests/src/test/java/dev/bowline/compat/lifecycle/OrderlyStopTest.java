package dev.bowline.compat.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.Connection;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Line;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.ReliableClient;
import dev.bowline.compat.client.Told;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Await;
import dev.bowline.compat.host.Host;
import dev.bowline.server.Channel;
import dev.bowline.server.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that is stopped in good order. */
class OrderlyStopTest {

  private static final Duration IN_TIME = Duration.ofSeconds(15);

  private final Application application = new Application();
  private final Channel channel = application.channel().drain(Duration.ofMillis(1_500)).build();
  private final Host host = Host.of(channel, IN_TIME);
  private final WireClient client = host.client();

  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "STREAM"})
  void liveConnectionsAreToldToComeBackSpreadOverTime(Way way) {
    List<Connection> connections = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Connection connection = Connection.opens(client, way);
      connection.session();
      connections.add(connection);
    }
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(host::stops);

    List<Long> afters =
        connections.stream()
            .map(it -> it.awaits("reconnect").json().get("after").number())
            .collect(Collectors.toList());
    assertTrue(afters.stream().distinct().count() > 3, () -> "all at the same time: " + afters);
    assertTrue(afters.stream().allMatch(it -> it >= 0), afters::toString);
    stopped.join();
    connections.forEach(Connection::awaitsTheEnd);
  }

  @Test
  void everySessionIsClosedWhenItHasStopped() {
    List<Session> sessions = new ArrayList<>();
    for (Way way : Way.values()) {
      Connection.opens(client, way).session();
      sessions.add(application.session());
    }
    host.stops();

    for (int i = 0; i < 3; i++) {
      application.closed();
    }
    assertTrue(sessions.stream().noneMatch(Session::isOpen));
    assertTrue(channel.sessions().isEmpty());
  }

  @Test
  void nothingIsOpenedWhileItStops() {
    try (Connection connection = Connection.opens(client, Way.STREAM)) {
      connection.session();
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(host::stops);
      connection.awaits("reconnect");
      try (Connection refused = Connection.opens(client, Way.POLL)) {
        assertEquals(503, refused.status());
      } catch (java.io.UncheckedIOException e) {
        // Not even accepted: just as well.
      }
      stopped.join();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWasSentBeforeIsStillDelivered(Way way) {
    try (ReliableClient peer = ReliableClient.opens(client, way)) {
      Session session = application.session();
      for (int i = 0; i < 500; i++) {
        session.send("m" + i);
      }
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(host::stops);
      for (int i = 0; i < 500; i++) {
        assertEquals(Payload.text("m" + i), peer.hears());
      }
      stopped.join();
    }
  }

  @Test
  void whatWasAcknowledgedHasBeenHandled() {
    List<Payload> handled = new ArrayList<>();
    application.reacts(
        (session, message) -> {
          handled.add(Application.payload(message));
          return CompletableFuture.completedFuture(null);
        });
    try (ReliableClient peer = ReliableClient.opens(client, Way.WEBSOCKET)) {
      for (int i = 0; i < 300; i++) {
        peer.says("m" + i);
      }
      Await.until("some are acknowledged", () -> !handled.isEmpty());
      host.stops();
      // Every acknowledgement that the client has seen is of a message that was handled.
      assertTrue(peer.failure().isEmpty(), peer::toString);
      assertTrue(peer.acknowledged() <= handled.size(), () -> peer.acknowledged() + " " + handled);
    }
  }

  /** Or the client would be handed back, as unacknowledged, what has been handled. */
  @Test
  void aHeldPostIsToldWhatHasBeenHandled() {
    Application slow = new Application().takesItsTime();
    Host hasty = Host.of(slow.channel().drain(Duration.ZERO).build(), IN_TIME);
    String token = hasty.client().session().token();
    Line post = hasty.client().beginsBatch(token, 1, Payload.text("a"), Payload.text("b"));
    assertEquals(Payload.text("a"), slow.hears());
    slow.handlesOne();
    assertEquals(Payload.text("b"), slow.hears(), "the first one is finished with");
    hasty.stops();

    assertEquals(1, HttpReply.on(post).next("ack").number());
  }

  @Test
  void aStopWithNobodyThereIsQuick() {
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(host::stops);

    Await.until("it has stopped", stopped::isDone);
    assertEquals(0, application.sessionsOpened());
  }

  @Test
  void aClientThatIgnoresEverythingKeepsNoServerAlive() {
    try (Connection mute = Connection.opens(client, Way.WEBSOCKET);
        Connection deaf = Connection.opens(client, Way.STREAM)) {
      mute.session();
      deaf.session();
      application.session().send("never acknowledged");
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(host::stops);

      Await.until("it has stopped", stopped::isDone);
      Told last = deaf.next();
      while (!last.is("end")) {
        last = deaf.next();
      }
    }
  }
}
