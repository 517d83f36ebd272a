package dev.bowline.compat.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.conformance.report.Report;
import dev.bowline.compat.conformance.report.Result;
import dev.bowline.compat.host.Host;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a server does or leaves undone, the kit ends, and says what it has waited for. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HangingServersTest {

  private static final Duration SHORT = Duration.ofSeconds(1);

  /** The connections by which the kit finds out that a channel is there: opens, posts, polls. */
  private static final int FIRST_CONTACT = 3;

  @AutoClose private final Host good = Host.of(Answering.channel());

  @Test
  void aServerThatNeverAnswersIsNoChannel() throws Exception {
    try (SilentServer silent = new SilentServer(good.port(), 0, client -> {})) {
      Kit kit = kit(silent);

      String why = String.valueOf(assertThrows(UnreachableException.class, kit::run).getMessage());
      assertTrue(why.contains("nothing came within"), why);
    }
  }

  @Test
  void aServerThatStopsAnsweringFailsEveryCheckAndTheKitEnds() throws Exception {
    try (SilentServer silent = new SilentServer(good.port(), FIRST_CONTACT, client -> {})) {
      everythingFails(kit(silent).only("2 Attach", "5", "Fenced").run(), "nothing came within");
    }
  }

  @Test
  void aServerThatClosesEveryConnectionFailsEveryCheck() throws Exception {
    try (SilentServer silent =
        new SilentServer(good.port(), FIRST_CONTACT, client -> client.close())) {
      everythingFails(kit(silent).only("2 Attach", "Fenced").run(), "the connection was closed");
    }
  }

  @Test
  void aServerThatDripsForEverIsGivenUp() throws Exception {
    try (SilentServer dripping =
        new SilentServer(good.port(), FIRST_CONTACT, client -> drips(client.getOutputStream()))) {
      everythingFails(kit(dripping).only("2 Token", "Fenced").run(), "");
    }
  }

  @Test
  void aServerThatFloodsIsGivenUp() throws Exception {
    try (SilentServer flooding =
        new SilentServer(good.port(), FIRST_CONTACT, client -> floods(client.getOutputStream()))) {
      everythingFails(kit(flooding).only("2 Token").run(), "");
    }
  }

  private static Kit kit(SilentServer server) {
    return Kit.of(URI.create("http://127.0.0.1:" + server.port() + "/channel")).timeout(SHORT);
  }

  private static void everythingFails(Report report, String why) {
    assertFalse(report.failed().isEmpty());
    assertEquals(0, report.passed().size(), () -> report.passed().toString());
    for (Result result : report.failed()) {
      assertTrue(result.message().contains(why), result::toString);
    }
  }

  private static void drips(OutputStream out) throws java.io.IOException {
    out.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n".getBytes(ascii()));
    while (!Thread.currentThread().isInterrupted()) {
      out.write("event: ping\ndata: \n\n".getBytes(ascii()));
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  private static void floods(OutputStream out) throws java.io.IOException {
    byte[] pings = "event: ping\ndata: \n\n".repeat(1_000).getBytes(ascii());
    out.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n".getBytes(ascii()));
    while (!Thread.currentThread().isInterrupted()) {
      out.write(pings);
    }
  }

  private static java.nio.charset.Charset ascii() {
    return StandardCharsets.US_ASCII;
  }
}
