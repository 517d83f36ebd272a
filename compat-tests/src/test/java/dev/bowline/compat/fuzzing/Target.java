package dev.bowline.compat.fuzzing;

import java.nio.file.Path;
import java.util.Locale;

/**
 * What is fuzzed: a class that takes bytes, and the folder of the inputs that were worth keeping.
 */
enum Target {
  RECORDS(RecordsTarget.class, 512, 1),
  EVENT_STREAMS(EventStreamTarget.class, 256, 1),
  TWO_LANGUAGES(TwoLanguagesTarget.class, 256, 1),
  BATCHES(BatchTarget.class, 512, 1),
  HANDLER(HandlerTarget.class, 1_024, 3);

  private static final Path ROOT = Path.of("corpus");

  private final Class<?> type;
  private final int maxBytes;
  private final int share;

  Target(Class<?> type, int maxBytes, int share) {
    this.type = type;
    this.maxBytes = maxBytes;
    this.share = share;
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
      case TWO_LANGUAGES -> TwoLanguagesTarget.fuzzerTestOneInput(input);
      case BATCHES -> BatchTarget.fuzzerTestOneInput(input);
      case HANDLER -> HandlerTarget.fuzzerTestOneInput(input);
    }
  }

  /** Longer inputs are not tried: they are slow, and bring nothing new. */
  int maxBytes() {
    return maxBytes;
  }

  /** How much of the time it gets, beside the others. */
  int share() {
    return share;
  }

  /** As people and file names call it. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Two targets share one: an event stream is an event stream. */
  Path corpus() {
    return ROOT.resolve(grammar());
  }

  /** The words of its grammar, in libFuzzer's format. */
  Path dictionary() {
    return ROOT.resolve(grammar() + ".dict");
  }

  private String grammar() {
    return this == TWO_LANGUAGES ? EVENT_STREAMS.label() : label();
  }
}
