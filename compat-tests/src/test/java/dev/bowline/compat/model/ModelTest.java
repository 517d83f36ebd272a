package dev.bowline.compat.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bowline.compat.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs {@code model/check} at its small size, and believes nothing that it doesn't print. */
@Needs({"bash", "spin", "gcc"})
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ModelTest {
  private static final int MODELS = 6;
  private static final int WRONG_VARIANTS = 18;

  @Test
  void everyStateOfTheModelsIsVisitedAndEveryWrongVariantIsRefuted() throws Exception {
    Process check =
        new ProcessBuilder("bash", Path.of("model", "check").toString())
            .redirectErrorStream(true)
            .start();
    try {
      List<String> lines = lines(check);
      System.out.println(String.join(System.lineSeparator(), lines));
      String printed = String.join("\n", lines);
      assertEquals(0, check.waitFor(), printed);
      assertEquals(MODELS, count(lines, "complete"), printed);
      assertEquals(WRONG_VARIANTS, count(lines, " refuted after "), printed);
      assertEquals(MODELS + WRONG_VARIANTS, lines.size(), printed);
    } finally {
      check.destroyForcibly();
    }
  }

  private static List<String> lines(Process check) throws IOException {
    try (var reader = check.inputReader(StandardCharsets.UTF_8)) {
      return reader.lines().toList();
    }
  }

  private static long count(List<String> lines, String words) {
    return lines.stream().filter(line -> line.contains(words)).count();
  }
}
