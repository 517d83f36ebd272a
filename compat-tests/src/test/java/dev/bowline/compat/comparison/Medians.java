package dev.bowline.compat.comparison;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The middle one of several; of an even number the lower of the two in the middle. */
final class Medians {
  private Medians() {}

  static <T> double of(List<T> all, ToDoubleFunction<T> figure) {
    double[] sorted = all.stream().mapToDouble(figure).sorted().toArray();
    return sorted[(sorted.length - 1) / 2];
  }
}
