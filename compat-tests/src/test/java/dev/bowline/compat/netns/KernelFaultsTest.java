package dev.bowline.compat.netns;

import dev.bowline.compat.Needs;
import dev.bowline.compat.client.Daemons;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The JavaScript client in Node and the server, while the kernel drops or resets what they send
 * each other: a stream of numbered messages both ways on each transport and by automatic choice,
 * which must arrive exactly. All faults run at the same time, each in its own network namespace.
 * How long messages stood still is printed, and judged by nobody.
 */
@Tag("kernel")
@Needs({"ip", "iptables", "ss", "node"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KernelFaultsTest {
  private static final Executor THREADS = task -> Daemons.run("outage", task);

  private final Map<KernelFault, CompletableFuture<List<LaneReport>>> outages =
      new LinkedHashMap<>();

  @BeforeAll
  void strike() {
    Namespace.needsPermission();
    Namespace.removesLeftovers();
    for (KernelFault fault : faults().toList()) {
      outages.put(fault, CompletableFuture.supplyAsync(() -> runs(fault), THREADS));
    }
  }

  static Stream<KernelFault> faults() {
    return KernelFault.all().stream();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whatTheKernelDoesToPacketsLosesRepeatsAndReordersNoMessage(KernelFault fault) {
    List<LaneReport> reports;
    try {
      reports = Objects.requireNonNull(outages.get(fault)).join();
    } catch (CompletionException e) {
      throw new AssertionError(fault.toString(), e.getCause());
    }
    reports.forEach(System.out::println);
    reports.forEach(LaneReport::isExact);
  }

  private static List<LaneReport> runs(KernelFault fault) {
    try {
      return new Outage(fault).runs();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
