package dev.bowline.compat.fuzzing;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every input that a fuzzer once found worth keeping, by itself and without a fuzzer. */
class CorpusTest {
  private static final long MOST_BYTES = 300_000;

  @TestFactory
  Stream<DynamicNode> everyInputOfTheCorpusIsTakenOrRefusedAsItShould() {
    return Arrays.stream(Target.values())
        .map(
            target ->
                dynamicContainer(
                    target.label(),
                    inputs(target).stream()
                        .map(
                            file ->
                                dynamicTest(
                                    file.getFileName().toString(),
                                    () -> target.run(Files.readAllBytes(file))))));
  }

  @Test
  void theCorpusIsSmall() throws IOException {
    long bytes = 0;
    for (Target target : Target.values()) {
      List<Path> inputs = inputs(target);
      assertFalse(inputs.isEmpty(), target::label);
      for (Path input : inputs) {
        bytes += Files.size(input);
      }
    }
    long all = bytes;
    assertTrue(all <= MOST_BYTES, () -> all + " bytes");
  }

  private static List<Path> inputs(Target target) {
    try (Stream<Path> files = Files.list(target.corpus())) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
