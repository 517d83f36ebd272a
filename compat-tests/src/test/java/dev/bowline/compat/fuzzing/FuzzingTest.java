package dev.bowline.compat.fuzzing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * New inputs, for a while: a minute for all targets together, or {@code -Dbowline.fuzz=PT1H}. With
 * {@code -Dbowline.fuzz.keep=true} what covers something new is taken into the corpus.
 */
class FuzzingTest {
  private static final Path WORK = Path.of("target", "fuzzing").toAbsolutePath();

  @ParameterizedTest
  @EnumSource
  void noInputIsFoundThatBreaksARule(Target target) throws IOException, InterruptedException {
    Duration all = Duration.parse(System.getProperty("bowline.fuzz", "PT1M"));
    Jazzer jazzer = new Jazzer(target, Files.createDirectories(WORK));
    System.out.println(
        "fuzzing " + target.label() + ": " + jazzer.fuzz(all.dividedBy(Target.values().length)));
    if (Boolean.getBoolean("bowline.fuzz.keep")) {
      jazzer.keep();
    }
  }
}
