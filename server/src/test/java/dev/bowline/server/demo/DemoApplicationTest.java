package dev.bowline.server.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bowline.server.CloseReason;
import dev.bowline.server.Message;
import dev.bowline.server.Transport;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoApplicationTest {
  private final DemoApplication demo = new DemoApplication();
  private final RecordingSession here = new RecordingSession("aa");
  private final RecordingSession there = new RecordingSession("bb");

  @Test
  void aNewcomerLearnsWhichNumbersComeNext() {
    demo.tick();
    demo.onOpen(here);
    assertEquals(List.of("hello aa 1 2 1\nClove Hitch"), here.takeTexts());
    demo.tick();
    assertEquals(List.of("tick 2 1"), here.takeTexts());
  }

  @Test
  void everyoneHearsTheTickAndEveryoneElse() {
    openBoth();
    demo.tick();
    assertEquals(List.of("tick 1 2"), here.takeTexts());
    assertEquals(List.of("tick 1 2"), there.takeTexts());
    demo.onMessage(there, Message.text("say 1\nAhoy\nyou"));
    assertEquals(List.of("said 1\nSheet Bend\nAhoy\nyou"), here.takeTexts());
    assertEquals(List.of("echo 1 1 0 0 0 3 2", "said 1\nSheet Bend\nAhoy\nyou"), there.takeTexts());
  }

  @Test
  void whoComesLaterHearsWhatWasSaid() {
    demo.onOpen(here);
    demo.onMessage(here, Message.text("say 1\nAnybody?"));
    demo.onOpen(there);
    assertEquals(
        List.of("hello bb 2 1 2\nSheet Bend", "heard\nClove Hitch\nAnybody?"), there.takeTexts());
  }

  @Test
  void theEchoTellsWhatTheNumbersHaveShown() {
    demo.onOpen(here);
    here.takeTexts();
    demo.onMessage(here, Message.text("beat 2"));
    assertEquals(List.of("echo 2 1 1 0 0 2 1"), here.takeTexts());
    demo.onMessage(here, Message.text("beat 2"));
    assertEquals(List.of("echo 2 2 1 1 0 3 2"), here.takeTexts());
    demo.onMessage(here, Message.text("beat 1"));
    assertEquals(List.of("echo 1 3 0 1 1 4 3"), here.takeTexts());
  }

  @Test
  void whoHasGoneHearsNothing() {
    openBoth();
    demo.onClose(there, new CloseReason(1000, ""));
    demo.tick();
    assertEquals(List.of("tick 1 1"), here.takeTexts());
    assertEquals(List.of(), there.takeTexts());
  }

  @Test
  void aTabThatIsAwayForLongIsNoCompanyButHearsAllWhenItIsBack() {
    openBoth();
    demo.onDetach(there);
    for (int i = 0; i < 16; i++) {
      demo.tick();
    }
    assertEquals(List.of("tick 14 2", "tick 15 1"), here.takeTexts().subList(13, 15));
    demo.onAttach(there, Transport.SSE);
    demo.tick();
    assertEquals(List.of("tick 17 2"), here.takeTexts());
    assertEquals(17, there.takeTexts().size());
  }

  @Test
  void aLineIsCutToAReadableLength() {
    demo.onOpen(here);
    here.takeTexts();
    demo.onMessage(here, Message.text("say 1\n" + "x".repeat(1000)));
    assertEquals("said 1\nClove Hitch\n" + "x".repeat(280), here.takeTexts().get(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "beat", "beat 0", "beat -1", "beat 1x", "say x", "shout 1\nHo"})
  void whatThePageWouldNotSendEndsTheSession(String text) {
    demo.onOpen(here);
    demo.onMessage(here, Message.text(text));
    assertEquals("1008 not a message of the demo page", here.closed());
  }

  @Test
  void namesGoOnWhenTheKnotsAreUsedUp() {
    assertEquals("Clove Hitch", DemoApplication.name(0));
    assertEquals("Butterfly", DemoApplication.name(15));
    assertEquals("Clove Hitch 2", DemoApplication.name(16));
    assertEquals("Sheet Bend 3", DemoApplication.name(33));
  }

  private void openBoth() {
    demo.onOpen(here);
    demo.onOpen(there);
    here.takeTexts();
    there.takeTexts();
  }
}
