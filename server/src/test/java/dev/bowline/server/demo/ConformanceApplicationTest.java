package dev.bowline.server.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.server.Message;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConformanceApplicationTest {
  private final ConformanceApplication application = new ConformanceApplication(Runnable::run);
  private final RecordingSession session = new RecordingSession("aa");

  @Test
  void everyMessageIsEchoedAsItCame() {
    List<Message> messages =
        List.of(
            Message.text(""),
            Message.text("line\r\nline\0\u2028😀"),
            Message.text(" !push 3"),
            Message.binary(new byte[0]),
            Message.binary(new byte[] {'!', 'p', 0, -1}));
    messages.forEach(message -> application.onMessage(session, message));
    assertEquals(messages, session.sent());
  }

  @Test
  void pushSendsNumbersFromZero() {
    tell("!push 1000");
    assertEquals(
        IntStream.range(0, 1000).mapToObj(Integer::toString).toList(), session.takeTexts());
    tell("!push 0");
    assertEquals(List.of(), session.takeTexts());
  }

  @Test
  void bytesSendsOneBinaryMessageWithAPattern() {
    tell("!bytes 258");
    byte[] bytes = new byte[258];
    session.sent().get(0).bytes().get(bytes);
    byte[] expected = new byte[258];
    for (int i = 0; i < 258; i++) {
      expected[i] = (byte) (i % 256);
    }
    assertArrayEquals(expected, bytes);
    tell("!bytes 0");
    assertEquals(0, session.sent().get(1).size());
  }

  @Test
  void closeTakesCodeAndReason() {
    tell("!close 3001 all done, thank you");
    assertEquals("3001 all done, thank you", session.closed());
  }

  @Test
  void closeNeedsNoReason() {
    tell("!close 1000");
    assertEquals("1000 ", session.closed());
  }

  @Test
  void aCodeThatNobodyMayUseIsAnError() {
    tell("!close 1006 gone");
    assertEquals(List.of("!error no such code: 1006"), session.takeTexts());
    assertTrue(session.isOpen());
  }

  @Test
  void slowHandlesEachLaterMessageInItsTime() throws Exception {
    tell("!slow 60");
    long begin = System.nanoTime();
    CompletableFuture<?> handled = handling("later");
    assertFalse(handled.isDone());
    assertEquals(List.of(), session.takeTexts());
    handled.get(10, TimeUnit.SECONDS);
    assertTrue(System.nanoTime() - begin >= TimeUnit.MILLISECONDS.toNanos(60));
    assertEquals(List.of("later"), session.takeTexts());
  }

  @Test
  void slowZeroEndsIt() throws Exception {
    tell("!slow 1");
    handling("!slow 0").get(10, TimeUnit.SECONDS);
    tell("quick");
    assertEquals(List.of("quick"), session.takeTexts());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!",
        "!push",
        "!push ",
        "!push x",
        "!push -1",
        "!push 10000001",
        "!push 1 2",
        "!bytes 1048577",
        "!bytes 9999999999",
        "!slow 600001",
        "!close",
        "!close soon",
        "!PUSH 1",
        "! push 1",
        "!dance 1",
        "!push 1\n"
      })
  void whatIsNoCommandIsAnsweredWithAnError(String text) {
    tell(text);
    List<String> answer = session.takeTexts();
    assertEquals(1, answer.size());
    assertTrue(answer.get(0).startsWith("!error "), answer.get(0));
    assertTrue(session.isOpen());
  }

  /** Tells the application what it handles at once. */
  private void tell(String text) {
    assertTrue(handling(text).isDone(), "handled at once");
  }

  private CompletableFuture<?> handling(String text) {
    CompletionStage<?> stage = application.onMessage(session, Message.text(text));
    return stage.toCompletableFuture();
  }
}
