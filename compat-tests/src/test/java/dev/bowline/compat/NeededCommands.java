package dev.bowline.compat;

import java.io.File;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** Looks for what {@link Needs} names, before a class or a method is run. */
public final class NeededCommands implements BeforeAllCallback, BeforeEachCallback {

  /** Stands in for the environment variable {@code CI} in the tests of this class. */
  static final String CI_PARAMETER = "bowline.ci";

  /** Where a command is, if it is on the {@code PATH}. */
  public static Optional<Path> find(String command) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(path)
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, command))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    require(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    require(context);
  }

  private static void require(ExtensionContext context) {
    List<String> missing =
        context.getElement().stream()
            .flatMap(NeededCommands::named)
            .filter(need -> !isThere(need))
            .toList();
    if (missing.isEmpty()) {
      return;
    }
    String message = name(context) + " needs what is not installed: " + String.join(", ", missing);
    if (isCi(context)) {
      throw new AssertionFailedError(message + ". Under CI that is a failure: install it.");
    }
    // Surefire counts what was aborted but keeps the reason to itself.
    System.err.println("NOT RUN: " + message);
    throw new TestAbortedException(message);
  }

  private static boolean isThere(String need) {
    if (need.startsWith(Needs.DEB)) {
      return DebianPackage.isInstalled(need.substring(Needs.DEB.length()));
    }
    if (need.startsWith(Needs.NPM)) {
      return NpmPackage.find(need.substring(Needs.NPM.length())).isPresent();
    }
    return find(need).isPresent();
  }

  private static Stream<String> named(AnnotatedElement element) {
    return AnnotationSupport.findAnnotation(element, Needs.class).stream()
        .flatMap(needs -> Arrays.stream(needs.value()));
  }

  private static String name(ExtensionContext context) {
    String method = context.getTestMethod().map(it -> "." + it.getName()).orElse("");
    return context.getRequiredTestClass().getName() + method;
  }

  private static boolean isCi(ExtensionContext context) {
    return context
        .getConfigurationParameter(CI_PARAMETER)
        .or(() -> Optional.ofNullable(System.getenv("CI")))
        .map(Boolean::parseBoolean)
        .orElse(false);
  }
}
