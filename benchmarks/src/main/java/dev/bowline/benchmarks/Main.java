package dev.bowline.benchmarks;

import dev.bowline.benchmarks.load.Kind;
import dev.bowline.benchmarks.micro.Microbenchmarks;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Runs one measurement by its name. What it doesn't understand it says, and exits with 2. */
final class Main {
  private static final String USAGE =
      """
      usage: idle-heap [--once] [--sessions N] [--classes] [websocket] [stream] [poll]
             slow-reader [--short]
             fan-out [--subscribers N,…] [--in-flight N,…] [--peers …]
             echo [--connections N] [--windows N,…] [--rounds N] [--out DIR]
             resume-storm [--sessions N] [--transport …] [--rounds N]
             opening [--sessions N] [--rounds N] [--transport …]
             slow-readers [--clients N] [--slow N] [--seconds N]
             soak [--minutes N] [--sessions N]
             jmh [REGEXP …] [--out DIR]""";

  /** A measurement whose options have been understood. */
  @FunctionalInterface
  interface Measurement {
    void measure() throws Exception;
  }

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    Measurement measurement;
    try {
      measurement = measurement(List.of(arguments));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    measurement.measure();
  }

  /**
   * @throws IllegalArgumentException if the words are none that say what is to be measured; its
   *     message is for whoever wrote them
   */
  static Measurement measurement(List<String> words) {
    List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
    return switch (words.isEmpty() ? "" : words.get(0)) {
      case "idle-heap" -> idleHeap(rest);
      case "jmh" -> new Microbenchmarks(rest)::run;
      case "slow-reader" -> new SlowReader(rest.contains("--short") ? 10 : 60)::measure;
      case "fan-out" -> new FanOut(new Words(rest, FanOut.OPTIONS))::measure;
      case "echo" -> new Echo(new Words(rest, Echo.OPTIONS))::measure;
      case "resume-storm" -> new ResumeStorm(new Words(rest, ResumeStorm.OPTIONS))::measure;
      case "opening" -> new Opening(new Words(rest, Opening.OPTIONS))::measure;
      case "slow-readers" -> new SlowReaders(new Words(rest, SlowReaders.OPTIONS))::measure;
      case "soak" -> new Soak(new Words(rest, Soak.OPTIONS))::measure;
      default -> throw new IllegalArgumentException(USAGE);
    };
  }

  private static Measurement idleHeap(List<String> words) {
    List<Kind> named = Arrays.stream(Kind.values()).filter(k -> words.contains(k.word())).toList();
    int at = words.indexOf("--sessions");
    List<String> pair = at < 0 ? List.of() : words.subList(at, Math.min(at + 2, words.size()));
    int sessions = new Words(pair, Set.of("sessions")).number("sessions", 5_000);
    IdleHeap heap =
        new IdleHeap(sessions, words.contains("--once") ? 1 : 3, words.contains("--classes"));
    return () -> heap.measure(named.isEmpty() ? List.of(Kind.values()) : named);
  }
}
