package dev.bowline.compat.transports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.Frame;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Host;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What the server acknowledges, and when: handled, by half windows, after a second, for free. */
class AcknowledgementTest {

  private final Application application = new Application();

  @AutoClose private final Host host = Host.of(application.channel().receiveWindow(10, 10_000));

  private final WireClient client = host.client();

  @Test
  void halfAWindowOfMessagesIsAcknowledged() {
    try (WireWebSocket socket = client.opensWebSocket()) {
      socket.session();
      socket.sends("n1");
      for (int i = 1; i <= 5; i++) {
        socket.sends("m" + i);
      }
      assertTrue(socket.awaits('a').number() >= 1);
    }
  }

  @Test
  void aSingleMessageIsAcknowledgedAfterAWhile() {
    try (WireWebSocket socket = client.opensWebSocket()) {
      socket.session();
      socket.sends("n1").sends("mone");

      assertEquals(1, socket.awaits('a').number());
    }
  }

  @Test
  void anAcknowledgementGoesForFreeWithAMessage() {
    application.echoes();
    try (WireWebSocket socket = client.opensWebSocket()) {
      socket.session();
      socket.sends("n1").sends("mone");
      boolean message = false;
      boolean ack = false;
      while (!(message && ack)) {
        Frame frame = socket.nextButPings();
        message |= frame.isMessage();
        ack |= frame.is('a');
      }
    }
  }

  @Test
  void whatIsNotHandledIsNotAcknowledged() {
    application.takesItsTime();
    try (WireWebSocket socket = client.opensWebSocket()) {
      socket.session();
      socket.sends("n1").sends("mone").sends("mtwo");
      assertEquals(Payload.text("one"), application.hears());
      application.handlesOne();

      assertEquals(1, socket.awaits('a').number());
      application.handlesOne();
      assertEquals(2, socket.awaits('a').number());
    }
  }

  @Test
  void anAttachSaysWhatIsHandledAndNotWhatIsAccepted() {
    application.takesItsTime();
    String token = client.session().token();
    client.beginsBatch(token, 1, Payload.text("one"), Payload.text("two"));
    application.hears();
    application.handlesOne();
    assertEquals(Payload.text("two"), application.hears());

    try (WireWebSocket socket = client.attachesWebSocket(token, 2, 0)) {
      assertEquals(1, socket.session().ack());
      // Nobody knows whether the post's reply will come, so it is sent again, and acknowledged.
      socket.sends("n2").sends("mtwo");
      application.handlesOne();
      assertEquals(2, socket.awaits('a').number());
    }
    assertFalse(application.hasHeardMore());
  }

  @Test
  void theWindowOpensAgainAsOftenAsItIsAcknowledged() {
    try (WireWebSocket socket = client.opensWebSocket()) {
      socket.session();
      socket.sends("n1");
      long acknowledged = 0;
      for (long sent = 1; sent <= 200; sent++) {
        socket.sends("m" + sent);
        while (sent - acknowledged >= 10) {
          acknowledged = socket.awaits('a').number();
        }
      }
      for (int i = 1; i <= 200; i++) {
        assertEquals(Payload.text("" + i), application.hears());
      }
    }
  }
}
