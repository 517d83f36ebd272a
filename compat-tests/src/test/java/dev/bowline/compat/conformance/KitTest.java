package dev.bowline.compat.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.conformance.report.Clause;
import dev.bowline.compat.conformance.report.Report;
import dev.bowline.compat.conformance.report.Result;
import dev.bowline.compat.host.Host;
import dev.bowline.server.Transport;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run from Java, against servers with other options than the runnable one's. */
class KitTest {

  @Test
  void anAllowedOriginIsCheckedWhereOneIsTold() {
    try (Host host = Host.of(Answering.channel().allowedOrigins("https://friend.test"))) {
      Report report = kit(host).only("2 Headers").origin("https://friend.test").run();

      assertTrue(report.isClean(), () -> report.failed().toString());
      assertEquals(4, report.passed().size());
    }
  }

  @Test
  void whereAllOriginsAreAllowedNoneIsExpectedToBeRefused() {
    try (Host host = Host.of(Answering.channel().allowedOrigins("*"))) {
      assertFalse(kit(host).only("Order of checks").run().isClean());
      assertTrue(kit(host).only("Order of checks").origin("*").run().isClean());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTransportThatIsNotOnOfferIsNotChecked(Transport missing) {
    List<Transport> others = Arrays.stream(Transport.values()).filter(it -> it != missing).toList();
    try (Host host = Host.of(Answering.channel().transports(others.get(0), others.get(1)))) {
      Report report =
          kit(host).only("Attach", "Positions", "4 First", "4 Below", "8 Cases", "Fenced").run();

      assertTrue(report.isClean(), () -> report.failed().toString());
      assertFalse(report.passed().isEmpty());
      assertTrue(
          report.notChecked().stream()
              .anyMatch(it -> it.message().startsWith("the server does not offer")));
    }
  }

  @Test
  void onlyWhatMatchesIsChecked() {
    try (Host host = Host.of(Answering.channel())) {
      Report report = kit(host).only("2 Token", "upgrades").run();
      Set<Clause> clauses =
          report.results().stream().map(Result::clause).collect(Collectors.toSet());

      assertEquals(Set.of(new Clause(2, "Token"), new Clause(2, "Upgrades")), clauses);
    }
  }

  private static Kit kit(Host host) {
    return Kit.of(URI.create("http://127.0.0.1:" + host.port() + "/channel"));
  }
}
