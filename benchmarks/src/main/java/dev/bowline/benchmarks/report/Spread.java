package dev.bowline.benchmarks.report;

import java.util.Arrays;
import java.util.Collection;

/** What several rounds have measured of one thing. */
public record Spread(double least, double median, double most) {
  /** Of at least one value. */
  public static Spread of(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        Arrays.stream(sorted, middle - (sorted.length + 1) % 2, middle + 1).average().orElseThrow();
    return new Spread(sorted[0], median, sorted[sorted.length - 1]);
  }
}
