package dev.bowline.compat.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.Connection;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.ReliableClient;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Host;
import dev.bowline.server.Session;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The next message is not handed out before the application has finished with the last. */
class BackPressureTest {

  private final Application application = new Application();

  @ParameterizedTest
  @EnumSource
  void messagesOfASessionAreNeverHandledAtTheSameTime(Way way) {
    AtomicInteger atWork = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    application.reacts(
        (session, message) -> {
          most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
          return CompletableFuture.runAsync(
              atWork::decrementAndGet, CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS));
        });
    try (Host host = Host.of(application.channel());
        ReliableClient peer = ReliableClient.opens(host.client(), way)) {
      for (int i = 0; i < 200; i++) {
        peer.says("m" + i);
      }
      for (int i = 0; i < 200; i++) {
        assertEquals(Payload.text("m" + i), application.hears());
      }
      assertEquals(1, most.get());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSlowSessionDelaysNoOther(Way way) {
    application.reacts(
        (session, message) -> {
          if (message.text().equals("never done")) {
            return new CompletableFuture<>();
          }
          session.send(message);
          return CompletableFuture.completedFuture(null);
        });
    try (Host host = Host.of(application.channel());
        ReliableClient slow = ReliableClient.opens(host.client(), way);
        ReliableClient quick = ReliableClient.opens(host.client(), way)) {
      slow.says("never done");
      slow.says("never handed out");
      assertEquals(Payload.text("never done"), application.hears());
      for (int i = 0; i < 100; i++) {
        quick.says("m" + i);
        assertEquals(Payload.text("m" + i), quick.hears());
        assertEquals(Payload.text("m" + i), application.hears());
      }
      assertFalse(slow.isAllAcknowledged());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "STREAM"})
  void aReaderThatStopsDelaysNoOther(Way way) {
    try (Host host = Host.of(application.channel().sendWindow(4_000, 100_000_000));
        Connection stopped = Connection.opens(host.client(), way);
        ReliableClient reading = ReliableClient.opens(host.client(), way)) {
      stopped.session();
      Session first = application.session();
      Session second = application.session();
      byte[] much = new byte[100_000];
      for (int i = 0; i < 200; i++) {
        first.send(much);
        second.send(much);
      }
      for (int i = 0; i < 200; i++) {
        assertEquals(much.length, reading.hears().size());
      }
      assertTrue(reading.failure().isEmpty(), reading::toString);
    }
  }

  @Test
  void aBroadcastReachesEverybodyInOrder() {
    var channel = application.channel().build();
    try (Host host = Host.of(channel, java.time.Duration.ZERO);
        ReliableClient one = ReliableClient.opens(host.client(), Way.WEBSOCKET);
        ReliableClient two = ReliableClient.opens(host.client(), Way.STREAM);
        ReliableClient three = ReliableClient.opens(host.client(), Way.POLL)) {
      for (int i = 0; i < 3; i++) {
        application.session();
      }
      for (int i = 0; i < 100; i++) {
        channel.broadcast("m" + i);
        channel.broadcast(new byte[] {(byte) i});
      }
      for (ReliableClient peer : new ReliableClient[] {one, two, three}) {
        for (int i = 0; i < 100; i++) {
          assertEquals(Payload.text("m" + i), peer.hears());
          assertEquals(Payload.binary((byte) i), peer.hears());
        }
      }
    }
  }
}
