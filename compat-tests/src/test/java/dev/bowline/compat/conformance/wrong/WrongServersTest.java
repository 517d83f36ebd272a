package dev.bowline.compat.conformance.wrong;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.bowline.compat.conformance.Kit;
import dev.bowline.compat.conformance.report.Report;
import dev.bowline.compat.conformance.report.Result;
import dev.bowline.compat.conformance.wrong.WrongServer.Behind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

/**
 * The kit finds every server that is wrong on purpose, by a check of the clause that it breaks, and
 * nothing in the right servers behind them. All are checked at the same time: what they mostly do
 * is wait.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrongServersTest {

  /** What is due at once comes within this, on a machine that does little else. */
  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  /** The right server has to pass even if it is slow. */
  private static final Duration GENEROUS = Duration.ofSeconds(20);

  private static final int AT_A_TIME = 16;

  private final ExecutorService runs = Executors.newFixedThreadPool(AT_A_TIME);
  private final Map<Behind, RightServer> servers = new EnumMap<>(Behind.class);
  private final Map<WrongServer, CompletableFuture<Report>> reports = new LinkedHashMap<>();

  private CompletableFuture<Report> right = new CompletableFuture<>();

  @BeforeAll
  void begins() {
    for (Behind behind : Behind.values()) {
      servers.put(behind, behind.starts());
    }
    right = CompletableFuture.supplyAsync(this::rightOne, runs);
    for (WrongServer wrong : WrongServer.all()) {
      reports.put(wrong, CompletableFuture.supplyAsync(() -> checked(wrong), runs));
    }
  }

  private Report checked(WrongServer wrong) {
    try (Front front = Front.before(server(wrong.behind()).port(), wrong.front())) {
      return kit(front, wrong.clause()).timeout(TIMEOUT).parallel(2).run();
    }
  }

  private RightServer server(Behind behind) {
    return Objects.requireNonNull(servers.get(behind));
  }

  private static Kit kit(Front front, String... clauses) {
    URI url = URI.create("http://127.0.0.1:" + front.port() + RightServer.CHANNEL);
    return Kit.of(url).only(clauses);
  }

  @TestFactory
  Stream<DynamicTest> everyWrongServerIsFound() {
    return reports.entrySet().stream()
        .map(
            run ->
                dynamicTest(
                    run.getKey().deviation(), () -> isFound(run.getKey(), run.getValue().join())));
  }

  private static void isFound(WrongServer wrong, Report report) {
    assertTrue(
        findings(wrong, report).findAny().isPresent(),
        () -> "nothing in «" + wrong.clause() + "», but in: " + failures(report));
  }

  private static Stream<Result> findings(WrongServer wrong, Report report) {
    return report.failed().stream()
        .filter(result -> result.clause().toString().equals(wrong.clause()));
  }

  private static List<String> failures(Report report) {
    return report.failed().stream()
        .map(it -> it.clause() + ": " + it.check() + ": " + it.message())
        .toList();
  }

  @Test
  void theRightServerPassesTheSameChecks() {
    assertEquals(List.of(), failures(right.join()));
  }

  private Report rightOne() {
    String[] clauses =
        WrongServer.all().stream().map(WrongServer::clause).distinct().toArray(String[]::new);
    try (RightServer server = RightServer.started(RightServer::patient);
        Front front = Front.before(server.port(), new Deviation() {})) {
      return kit(front, clauses).timeout(GENEROUS).run();
    }
  }

  @AfterAll
  void ends() throws IOException {
    Files.writeString(Path.of("target", "wrong-servers.md"), table());
    runs.shutdownNow();
    servers.values().forEach(RightServer::close);
  }

  private String table() {
    StringBuilder table =
        new StringBuilder("| wrong server | clause | check that found it |\n|---|---|---|\n");
    reports.forEach(
        (wrong, report) ->
            table.append(
                "| %s | %s | %s |\n"
                    .formatted(
                        wrong.deviation(),
                        wrong.clause(),
                        report.isCompletedExceptionally() ? "not done" : found(wrong, report))));
    return table.toString();
  }

  private static String found(WrongServer wrong, CompletableFuture<Report> report) {
    return findings(wrong, report.join()).findFirst().map(Result::check).orElse("NOT FOUND");
  }
}
