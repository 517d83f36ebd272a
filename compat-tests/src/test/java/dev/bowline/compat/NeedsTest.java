package dev.bowline.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

class NeedsTest {

  private static final String MISSING = "a-command-that-nobody-has";

  @Test
  void aTestWhoseCommandIsThereRuns() {
    EngineExecutionResults results = run(NeedsWhatIsThere.class, true);

    assertEquals(1, results.testEvents().succeeded().count());
  }

  @Test
  void aMissingCommandFailsTheTestUnderCi() {
    EngineExecutionResults results = run(MethodNeedsWhatIsMissing.class, true);

    assertEquals(1, results.testEvents().failed().count());
    assertEquals(1, results.testEvents().succeeded().count());
    assertTrue(reasons(results).contains(MISSING), () -> reasons(results));
  }

  @Test
  void aMissingCommandAbortsTheTestElsewhere() {
    EngineExecutionResults results = run(MethodNeedsWhatIsMissing.class, false);

    assertEquals(1, results.testEvents().aborted().count());
    assertEquals(1, results.testEvents().succeeded().count());
    assertTrue(reasons(results).contains(MISSING), () -> reasons(results));
  }

  @Test
  void aPackageThatIsMissingIsNamedToo() {
    EngineExecutionResults results = run(NeedsPackages.class, false);

    assertEquals(2, results.testEvents().aborted().count());
    assertTrue(reasons(results).contains(Needs.DEB + MISSING), () -> reasons(results));
    assertTrue(reasons(results).contains(Needs.NPM + MISSING), () -> reasons(results));
  }

  @Test
  void aClassFailsAsAWholeUnderCi() {
    EngineExecutionResults results = run(ClassNeedsWhatIsMissing.class, true);

    assertEquals(1, results.containerEvents().failed().count());
    assertEquals(0, results.testEvents().started().count());
  }

  @Test
  void aClassIsAbortedAsAWholeElsewhere() {
    EngineExecutionResults results = run(ClassNeedsWhatIsMissing.class, false);

    assertEquals(1, results.containerEvents().aborted().count());
    assertEquals(0, results.testEvents().started().count());
  }

  @Test
  void aCommandIsFoundWhereThePathSaysItIs() {
    assertTrue(NeededCommands.find("sh").filter(Files::isExecutable).isPresent());
    assertTrue(NeededCommands.find(MISSING).isEmpty());
  }

  private static EngineExecutionResults run(Class<?> example, boolean ci) {
    return EngineTestKit.engine("junit-jupiter")
        .configurationParameter(NeededCommands.CI_PARAMETER, Boolean.toString(ci))
        .selectors(selectClass(example))
        .execute();
  }

  private static String reasons(EngineExecutionResults results) {
    return results.testEvents().finished().stream().map(Event::toString).toList().toString();
  }

  static class NeedsWhatIsThere {
    @Test
    @Needs("sh")
    void runs() {}
  }

  static class MethodNeedsWhatIsMissing {
    @Test
    @Needs({"sh", MISSING})
    void doesNotRun() {}

    @Test
    void runsBesideIt() {}
  }

  static class NeedsPackages {
    @Test
    @Needs(Needs.DEB + MISSING)
    void ofDebian() {}

    @Test
    @Needs(Needs.NPM + MISSING)
    void ofNpm() {}
  }

  @Needs(MISSING)
  static class ClassNeedsWhatIsMissing {
    @Test
    void doesNotRun() {}
  }
}
