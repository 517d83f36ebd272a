package dev.bowline.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bowline.benchmarks.servers.Heap;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** The main class of the server's JVM; {@link SubjectProcess} is the other end. */
final class SubjectMain {
  private SubjectMain() {}

  public static void main(String[] arguments) {
    try {
      obey(List.of(arguments));
      System.exit(0);
    } catch (Exception failure) {
      failure.printStackTrace();
      System.exit(1);
    }
  }

  private static void obey(List<String> arguments) throws Exception {
    // Whatever else may print, only answers go to the other end.
    PrintStream answers = new PrintStream(System.out, true, UTF_8);
    System.setOut(System.err);
    Subject subject = subject(arguments);
    answers.println(subject.port());
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      answers.println(answer(subject, order));
    }
  }

  private static Subject subject(List<String> arguments) throws Exception {
    return switch (arguments.get(0)) {
      case "bare" -> new BareJetty();
      case "bowline" -> new IdleChannel();
      case "broadcasting" -> new Broadcasting(Integer.parseInt(arguments.get(1)));
      default -> throw new IllegalArgumentException("no such subject: " + arguments);
    };
  }

  private static String answer(Subject subject, String order)
      throws IOException, InterruptedException {
    return switch (order) {
      case "heap" -> Long.toString(Heap.settled(Duration.ofMinutes(2)));
      case "histogram" -> Heap.histogram();
      case "sessions" -> Integer.toString(subject.sessions());
      default -> subject.order(order);
    };
  }
}
