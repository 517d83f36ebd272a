package dev.bowline.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.server.wire.Payload;
import org.junit.jupiter.api.Test;

class InboxTest {
  private final Inbox inbox = new Inbox(new Window(4, 100));

  private void accept(int... sizes) {
    for (int size : sizes) {
      inbox.accept(Payload.text("x".repeat(size)));
    }
  }

  private void handleOne() {
    assertNotNull(inbox.take());
    inbox.finish();
  }

  @Test
  void onlyWhatIsHandledIsAcknowledged() {
    accept(1, 1);
    assertNotNull(inbox.take());
    assertFalse(inbox.owesAcknowledgement());
    assertEquals(0, inbox.acknowledge());

    inbox.finish();
    assertTrue(inbox.owesAcknowledgement());
    assertEquals(1, inbox.acknowledge());
    assertFalse(inbox.owesAcknowledgement());
    assertEquals(2, inbox.accepted());
  }

  @Test
  void theWindowIsInMessagesAndInBytesAndMovesWithTheAcknowledgement() {
    accept(10, 10);
    assertTrue(inbox.allows(2, 80));
    assertFalse(inbox.allows(3, 3));
    assertFalse(inbox.allows(1, 81));

    handleOne();
    assertFalse(inbox.allows(3, 3), "handled, but the client does not know");
    assertEquals(1, inbox.acknowledge());
    assertTrue(inbox.allows(3, 90));
    assertFalse(inbox.allows(1, 91));
  }

  @Test
  void withNothingUnderWayAnyOneMessageMayCome() {
    assertTrue(inbox.allows(1, 1_000));
    assertFalse(inbox.allows(2, 1_000));
    accept(1_000);
    assertFalse(inbox.allows(1, 1));
    assertTrue(inbox.allows(0, 0), "which goes for nothing at all, too");
  }

  @Test
  void halfTheWindowIsUsedByMessagesOrByBytes() {
    accept(1);
    handleOne();
    assertFalse(inbox.isHalfUsed());
    accept(1);
    assertTrue(inbox.isHalfUsed());

    inbox.acknowledge();
    assertFalse(inbox.isHalfUsed(), "nothing could be acknowledged");
    handleOne();
    accept(49);
    assertTrue(inbox.isHalfUsed());
  }

  @Test
  void whatIsClearedIsNeitherHandledNorForgottenAsAccepted() {
    accept(1, 1, 1);
    assertNotNull(inbox.take());
    inbox.clear();

    assertFalse(inbox.hasWaiting());
    assertNull(inbox.take());
    inbox.finish();
    assertEquals(1, inbox.handled());
    assertEquals(3, inbox.accepted());
  }
}
