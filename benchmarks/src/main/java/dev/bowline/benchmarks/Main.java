package dev.bowline.benchmarks;

import dev.bowline.benchmarks.load.Kind;
import dev.bowline.benchmarks.micro.Microbenchmarks;
import java.util.Arrays;
import java.util.List;

/** Runs one measurement by its name. */
final class Main {
  private Main() {}

  public static void main(String[] arguments) throws Exception {
    List<String> words = List.of(arguments);
    switch (words.isEmpty() ? "" : words.get(0)) {
      case "idle-heap" -> idleHeap(words.subList(1, words.size()));
      case "jmh" -> Microbenchmarks.run(words.subList(1, words.size()));
      case "slow-reader" -> new SlowReader(words.contains("--short") ? 10 : 60).measure();
      case "fan-out" -> new FanOut(new Words(rest(words), FanOut.OPTIONS)).measure();
      case "echo" -> new Echo(new Words(rest(words), Echo.OPTIONS)).measure();
      case "resume-storm" -> new ResumeStorm(new Words(rest(words), ResumeStorm.OPTIONS)).measure();
      case "opening" -> new Opening(new Words(rest(words), Opening.OPTIONS)).measure();
      case "slow-readers" -> new SlowReaders(new Words(rest(words), SlowReaders.OPTIONS)).measure();
      case "soak" -> new Soak(new Words(rest(words), Soak.OPTIONS)).measure();
      default -> {
        System.err.println(
            "usage: idle-heap [--once] [--sessions N] [--classes] [websocket] [stream] [poll]");
        System.err.println("       slow-reader [--short]");
        System.err.println("       fan-out [--subscribers N,…] [--in-flight N,…] [--peers …]");
        System.err.println(
            "       echo [--connections N] [--windows N,…] [--rounds N] [--out DIR]");
        System.err.println("       resume-storm [--sessions N] [--transport …] [--rounds N]");
        System.err.println("       opening [--sessions N] [--rounds N] [--transport …]");
        System.err.println("       slow-readers [--clients N] [--slow N] [--seconds N]");
        System.err.println("       soak [--minutes N] [--sessions N]");
        System.exit(2);
      }
    }
  }

  private static List<String> rest(List<String> words) {
    return words.subList(1, words.size());
  }

  private static void idleHeap(List<String> words) throws InterruptedException {
    List<Kind> named = Arrays.stream(Kind.values()).filter(k -> words.contains(k.word())).toList();
    int at = words.indexOf("--sessions");
    int sessions = at < 0 ? 5_000 : Integer.parseInt(words.get(at + 1));
    new IdleHeap(sessions, words.contains("--once") ? 1 : 3, words.contains("--classes"))
        .measure(named.isEmpty() ? List.of(Kind.values()) : named);
  }
}
