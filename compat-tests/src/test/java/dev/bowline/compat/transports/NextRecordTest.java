package dev.bowline.compat.transports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.SessionRecord;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Host;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The record {@code n}: "my next message on this connection is number K". */
class NextRecordTest {

  private final Application application = new Application();
  @AutoClose private final Host host = Host.of(application.channel());
  private final WireClient client = host.client();
  @AutoClose private final WireWebSocket first = client.opensWebSocket();
  private final SessionRecord session = first.session();

  @Test
  void messagesAreCountedFromIt() {
    first.sends("n1").sends("mone").sends("mtwo");
    hears("one", "two");
    try (WireWebSocket second = client.attachesWebSocket(session.token(), 2, 0)) {
      second.sends("n2").sends("mtwo again").sends("mthree");

      hears("three");
      assertEquals(3, second.awaits('a').number());
    }
  }

  @Test
  void itMayBeStatedAgainWhereAPostBesideHasMovedThePosition() {
    first.sends("n1").sends("mone");
    hears("one");
    client.postsBatch(session.token(), 2, Payload.text("two"), Payload.text("three")).text();
    hears("two", "three");

    first.sends("n4").sends("mfour");

    hears("four");
  }

  @Test
  void itMayBeStatedAgainWithoutNeed() {
    first.sends("n1").sends("n1").sends("mone").sends("n2").sends("n2").sends("mtwo");

    hears("one", "two");
  }

  @ParameterizedTest
  @ValueSource(strings = {"n3", "n9007199254740991"})
  void beyondWhatWasAcceptedItIsAnError(String next) {
    first.sends("n1").sends("mone");
    hears("one");
    first.sends(next);

    assertEquals(4400, first.closeCode());
    assertEquals(4400, application.closeCode());
  }

  @Test
  void behindTheConnectionsPositionItIsAnError() {
    first.sends("n1").sends("mone").sends("mtwo");
    hears("one", "two");
    first.sends("n2");

    assertEquals(4400, first.closeCode());
    assertEquals(4400, application.closeCode());
  }

  @Test
  void aMessageBeforeItIsAnError() {
    first.sends("mone");

    assertEquals(4400, first.closeCode());
    assertFalse(application.hasHeardMore());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"n", "n0", "n-1", "nx", "n1.5", "n 1", "n1 ", "n9007199254740993", "n1e0"})
  void malformedItIsAnError(String frame) {
    first.sends(frame);

    assertEquals(4400, first.closeCode());
    assertEquals(4400, application.closeCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "z",
        "",
        "s{}",
        "g{\"from\":1,\"to\":2}",
        "r{\"after\":1}",
        "t{\"attach\":2,\"ack\":0}",
        "M",
        "é"
      })
  void aRecordThatNoClientSendsEndsTheSession(String frame) {
    first.sends(frame);

    assertEquals(4400, first.closeCode());
    assertEquals(4400, application.closeCode());
  }

  @Test
  void aPingOfTheClientsIsNoError() {
    first.sends("p").sends("n1").sends("mone");

    hears("one");
  }

  private void hears(String... texts) {
    for (String text : texts) {
      assertEquals(Payload.text(text), application.hears());
    }
  }
}
