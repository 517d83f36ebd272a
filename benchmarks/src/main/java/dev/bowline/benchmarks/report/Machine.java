package dev.bowline.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** What all this ran on. */
public final class Machine {
  private Machine() {}

  /** In one sentence. */
  public static String description() {
    return String.format(
        Locale.ROOT,
        "%d cores (%s), %d GB, Linux %s, JDK %s, %s",
        Runtime.getRuntime().availableProcessors(),
        line("/proc/cpuinfo", "model name"),
        Long.parseLong(line("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) >> 20,
        System.getProperty("os.version"),
        System.getProperty("java.version"),
        LocalDate.now(ZoneOffset.UTC));
  }

  private static String line(String file, String name) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("0");
    } catch (IOException notLinux) {
      return "0";
    }
  }
}
