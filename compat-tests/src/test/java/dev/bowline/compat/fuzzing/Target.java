package dev.bowline.compat.fuzzing;

import java.nio.file.Path;
import java.util.Locale;

/**
 * What is fuzzed: a class that takes bytes, and the folder of the inputs that were worth keeping.
 */
enum Target {
  RECORDS(RecordsTarget.class, 512),
  EVENT_STREAMS(EventStreamTarget.class, 256),
  BATCHES(BatchTarget.class, 512);

  private static final Path ROOT = Path.of("corpus");

  private final Class<?> type;
  private final int maxBytes;

  Target(Class<?> type, int maxBytes) {
    this.type = type;
    this.maxBytes = maxBytes;
  }

  /** The class that has the method. */
  String className() {
    return type.getName();
  }

  /** Runs one input; fails if what comes of it is wrong. */
  void run(byte[] input) {
    switch (this) {
      case RECORDS -> RecordsTarget.fuzzerTestOneInput(input);
      case EVENT_STREAMS -> EventStreamTarget.fuzzerTestOneInput(input);
      case BATCHES -> BatchTarget.fuzzerTestOneInput(input);
    }
  }

  /** Longer inputs are not tried: they are slow, and bring nothing new. */
  int maxBytes() {
    return maxBytes;
  }

  /** As people and file names call it. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Path corpus() {
    return ROOT.resolve(label());
  }

  /** The words of its grammar, in libFuzzer's format. */
  Path dictionary() {
    return ROOT.resolve(label() + ".dict");
  }
}
