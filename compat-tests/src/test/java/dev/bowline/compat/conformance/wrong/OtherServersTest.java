package dev.bowline.compat.conformance.wrong;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.bowline.compat.conformance.Kit;
import dev.bowline.compat.conformance.report.Report;
import dev.bowline.server.ChannelBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** The kit finds nothing in servers that are right, though not as ours is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherServersTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int AT_A_TIME = 6;

  /** Where these freedoms could be mistaken for deviations; the other sections mostly wait. */
  private static final String[] CONCERNED = {
    "2", "3", "4", "5", "6 receive window", "7 probes", "8"
  };

  private final ExecutorService runs = Executors.newFixedThreadPool(AT_A_TIME);
  private final Map<OtherServer, CompletableFuture<List<String>>> found = new LinkedHashMap<>();

  @BeforeAll
  void begins() {
    for (OtherServer other : OtherServer.all()) {
      found.put(other, CompletableFuture.supplyAsync(() -> findings(other), runs));
    }
  }

  private static List<String> findings(OtherServer other) {
    try (RightServer server =
            RightServer.started(channel -> other.options().apply(patient(channel)));
        Front front = Front.before(server.port(), other.front())) {
      URI url = URI.create("http://127.0.0.1:" + front.port() + RightServer.CHANNEL);
      return Kit.of(url).only(CONCERNED).timeout(TIMEOUT).run().failed().stream()
          .map(it -> it.clause() + ": " + it.check() + ": " + it.message())
          .toList();
    }
  }

  /** No session ends because a busy machine takes its time. */
  private static ChannelBuilder patient(ChannelBuilder channel) {
    return RightServer.patient(channel).resumeTimeout(Duration.ofMinutes(2));
  }

  @Test
  void aHeartbeatOfTwoSecondsLeavesAProbeItsTime() {
    try (RightServer server = RightServer.started(RightServer::hasty)) {
      URI url = URI.create("http://127.0.0.1:" + server.port() + RightServer.CHANNEL);
      Report report = Kit.of(url).only("7 probes").timeout(TIMEOUT).run();

      assertEquals(List.of(), report.failed());
    }
  }

  @TestFactory
  Stream<DynamicTest> nothingIsFoundWhere() {
    return found.entrySet().stream()
        .map(
            run ->
                dynamicTest(
                    run.getKey().freedom(), () -> assertEquals(List.of(), run.getValue().join())));
  }

  @AfterAll
  void ends() {
    runs.shutdownNow();
  }
}
