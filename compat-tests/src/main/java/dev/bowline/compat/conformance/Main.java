package dev.bowline.compat.conformance;

import dev.bowline.compat.conformance.checks.Unchecked;
import dev.bowline.compat.conformance.report.JunitXml;
import dev.bowline.compat.conformance.report.Report;
import dev.bowline.compat.conformance.report.TerminalText;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Where {@code java -jar bowline-conformance.jar} begins. */
public final class Main {

  private static final int CLEAN = 0;
  private static final int DEVIATIONS = 1;
  private static final int WRONG_COMMAND = 2;
  private static final int NOTHING_THERE = 3;

  private Main() {}

  public static void main(String[] line) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(run(out, line));
  }

  private static int run(PrintStream out, String... line) {
    try {
      Arguments arguments = Arguments.parse(line);
      if (arguments.help()) {
        out.print(Arguments.USAGE);
        return CLEAN;
      }
      if (arguments.list()) {
        list(out, arguments.kit());
        return CLEAN;
      }
      return check(out, arguments);
    } catch (Arguments.BadArgumentException | IllegalArgumentException bad) {
      System.err.println(
          "bowline-conformance: " + bad.getMessage() + " (--help shows the options)");
      return WRONG_COMMAND;
    } catch (UnreachableException nothing) {
      System.err.println("bowline-conformance: " + nothing.getMessage());
      return NOTHING_THERE;
    }
  }

  private static int check(PrintStream out, Arguments arguments)
      throws Arguments.BadArgumentException {
    if (arguments.junit().isPresent()) {
      // Better now than after a minute.
      write(arguments.junit().get(), "");
    }
    Report report = arguments.kit().run();
    out.print(new TerminalText(report, arguments.verbose()));
    if (arguments.junit().isPresent()) {
      write(arguments.junit().get(), new JunitXml(report).toString());
    }
    return report.isClean() ? CLEAN : DEVIATIONS;
  }

  private static void write(Path file, String text) throws Arguments.BadArgumentException {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new Arguments.BadArgumentException("can't write %s: %s".formatted(file, reason(e)));
    }
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such directory";
    }
    if (e instanceof AccessDeniedException) {
      return "that is not allowed";
    }
    return String.valueOf(
        e instanceof FileSystemException file ? file.getReason() : e.getMessage());
  }

  private static void list(PrintStream out, Kit kit) {
    kit.chosen().forEach(check -> out.println(check.clause() + ": " + check.sentence()));
    out.println();
    out.println("Not checked:");
    for (Unchecked unchecked : kit.unchecked()) {
      out.println("%s: %s (%s)".formatted(unchecked.clause(), unchecked.what(), unchecked.why()));
    }
  }
}
