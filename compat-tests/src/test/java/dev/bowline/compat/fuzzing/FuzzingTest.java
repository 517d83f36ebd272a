package dev.bowline.compat.fuzzing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bowline.compat.NeededCommands;
import dev.bowline.compat.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * New inputs, for a while: a minute for all targets together, or {@code -Dbowline.fuzz=PT1H}. With
 * {@code -Dbowline.fuzz.keep=true} what covers something new is taken into the corpus.
 */
@Needs("node")
class FuzzingTest {
  private static final Path WORK = Path.of("target", "fuzzing").toAbsolutePath();
  private static final Path IN_JAVA_SCRIPT = Path.of("..", "js-client", "fuzzing", "main.mjs");

  @ParameterizedTest
  @EnumSource
  void noInputIsFoundThatBreaksARule(Target target) throws IOException, InterruptedException {
    Jazzer jazzer = new Jazzer(target, Files.createDirectories(WORK));
    Jazzer.Figures figures = jazzer.fuzz(share(target.share()));
    System.out.println("fuzzing " + target.label() + ": " + figures);
    if (Boolean.getBoolean("bowline.fuzz.keep")) {
      jazzer.keep();
    }
  }

  @Test
  void noEventStreamIsFoundThatBreaksARuleInJavaScript() throws IOException, InterruptedException {
    Path log = Files.createDirectories(WORK).resolve("javascript.log");
    Process node =
        new ProcessBuilder(
                NeededCommands.find("node").orElseThrow().toString(),
                IN_JAVA_SCRIPT.toString(),
                Long.toString(share(1).toSeconds()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int status = node.waitFor();
    String said = Files.readString(log);
    System.out.print(said);
    assertEquals(0, status, said);
  }

  /** So many shares of the time that there is; one is for JavaScript. */
  private static Duration share(int shares) {
    int all = 1 + Arrays.stream(Target.values()).mapToInt(Target::share).sum();
    return Duration.parse(System.getProperty("bowline.fuzz", "PT1M"))
        .multipliedBy(shares)
        .dividedBy(all);
  }
}
