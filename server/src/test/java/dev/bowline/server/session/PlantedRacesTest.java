package dev.bowline.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.server.transport.ConnectionLoopSchedulesTest;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Do the tests with chosen schedules find anything? Each race here is planted into a copy of the
 * sources, which is compiled and run by {@link ExclusionTest}, {@link SessionSchedulesTest} and
 * {@link ConnectionLoopSchedulesTest}: one of them must fail.
 */
@Tag("planted")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PlantedRacesTest {
  private static final Path SOURCES = Path.of("src", "main", "java", "dev", "bowline", "server");

  /** What is broken, where, and how. */
  enum Race {
    APPEND_WITHOUT_THE_LOCK(
        "session/LogicalSession",
        "synchronized (this) {\n      result = state.append",
        "{\n      result = state.append"),
    PULL_WITHOUT_THE_LOCK(
        "session/LogicalSession",
        "synchronized (this) {\n      goesOn = state.pull",
        "{\n      goesOn = state.pull"),
    ATTACH_WITHOUT_THE_LOCK(
        "session/LogicalSession",
        "synchronized (this) {\n      Refusal refusal",
        "{\n      Refusal refusal"),
    TRANSITIONS_WITHOUT_THE_LOCK(
        "session/LogicalSession",
        "synchronized (this) {\n      transition.accept",
        "{\n      transition.accept"),
    CALLBACKS_CHOSEN_WITHOUT_THE_LOCK(
        "session/LogicalSession", "synchronized (this) {\n        step =", "{\n        step ="),
    EFFECTS_UNDER_THE_LOCK(
        "session/LogicalSession",
        "callbacks.accept(effects);\n    run(effects, deadline);",
        "callbacks.accept(effects);\n    synchronized (this) {\n      run(effects, deadline);\n    }"),
    TWO_CALLBACKS_AT_ONCE("session/Callbacks", "!started || busy ||", "!started ||"),
    DELIVERY_NOT_TAKEN_UP_AGAIN(
        "session/LogicalSession",
        "registry.dispatch(this::deliver);\n                  });",
        "});"),
    EXPIRY_DECIDED_BEFORE_IT_IS_DONE(
        "session/LogicalSession",
        "apply(state::look, Effects::callbacks);",
        """
        boolean alone;
        synchronized (this) {
          alone = state.attached() == null;
        }
        if (alone && registry.now() > 0) {
          abort(CloseCode.EXPIRED.close("too late"));
        }
        """),
    A_POST_ANSWERED_TWICE(
        "session/HeldPosts", "&& due.add(post));", "&& due.add(post) && post.until() < 0);"),
    CLOSED_TWICE(
        "session/SessionState",
        "private void finish(ProtocolRecord.Close reason, Effects effects) {\n"
            + "    if (phase == Phase.CLOSED) {",
        "private void finish(ProtocolRecord.Close reason, Effects effects) {\n"
            + "    if (phase == Phase.DRAINING && closedAt < 0) {"),
    NO_WAKE_AFTER_AN_ATTACH(
        "session/SessionState",
        "attachment.takeOver(connection, number, effects);\n    effects.wake(connection);",
        "attachment.takeOver(connection, number, effects);"),
    SLEPT_OVER_A_WAKE(
        "transport/PulledConnection",
        "return STATE.compareAndSet(this, WORKING, IDLE);",
        "return become(WORKING, IDLE);"),
    CUT_UNDER_THE_HANDS_OF_A_WRITER(
        "transport/PulledConnection",
        "if (before == IDLE || before == WRITING) {",
        "if (before == IDLE || before == WRITING || before == WORKING) {"),
    CUT_FORGOTTEN_DURING_A_WRITE(
        "transport/PulledConnection",
        "if (before == IDLE || before == WRITING) {",
        "if (before == IDLE) {"),
    NO_END_FOR_WHO_IS_SUPERSEDED(
        "session/Attachment",
        "      effects.end(attached);\n    }\n    highestNumber",
        "    }\n    highestNumber");

    private final String file;
    private final String right;
    private final String wrong;

    Race(String file, String right, String wrong) {
      this.file = file;
      this.right = right;
      this.wrong = wrong;
    }
  }

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void isFound(Race race) throws Exception {
    String found = finds(compiled(race));

    System.out.println(race.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + found);
    assertTrue(found != null, "nobody noticed");
  }

  @Test
  void nothingIsFoundWhereNothingIsPlanted() throws Exception {
    assertEquals(null, finds(folder));
  }

  /** The classes of the file into which the race is planted. */
  private Path compiled(Race race) throws IOException {
    Path source = SOURCES.resolve(race.file + ".java");
    String right = Files.readString(source);
    String wrong = right.replace(race.right, race.wrong);
    assertEquals(
        right.length() - race.right.length() + race.wrong.length(),
        wrong.length(),
        "what is to be broken stands there once");
    Path planted = Files.writeString(folder.resolve(source.getFileName()), wrong);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-proc:none",
              "-nowarn",
              "-d",
              folder.toString(),
              "-cp",
              System.getProperty("java.class.path"));
      assertTrue(
          compiler
              .getTask(null, files, null, options, null, files.getJavaFileObjects(planted))
              .call());
    }
    return folder;
  }

  /** What the tests say of the classes in this folder; null if they say nothing. */
  private static @Nullable String finds(Path classes) throws Exception {
    try (FreshClasses fresh = new FreshClasses(classes)) {
      Class<?> exclusion = fresh.loadClass(ExclusionTest.class.getName());
      Method operations = exclusion.getDeclaredMethod("operations");
      operations.setAccessible(true);
      for (Object operation : ((Stream<?>) operations.invoke(null)).toList()) {
        Method waits =
            exclusion.getDeclaredMethod(
                "everyOperationWaitsForTheThreadThatIsInside", operation.getClass());
        String failure = failure(waits, operation);
        if (failure != null) {
          return failure;
        }
      }
      for (Class<?> tests :
          List.of(SessionSchedulesTest.class, ConnectionLoopSchedulesTest.class)) {
        for (Method test : fresh.loadClass(tests.getName()).getDeclaredMethods()) {
          if (test.isAnnotationPresent(Test.class)) {
            String failure = failure(test);
            if (failure != null) {
              return failure;
            }
          }
        }
      }
      return null;
    }
  }

  private static @Nullable String failure(Method test, Object... arguments) throws Exception {
    Constructor<?> constructor = test.getDeclaringClass().getDeclaredConstructor();
    constructor.setAccessible(true);
    test.setAccessible(true);
    try {
      test.invoke(constructor.newInstance(), arguments);
      return null;
    } catch (InvocationTargetException e) {
      return "" + Objects.requireNonNull(e.getCause()).getMessage();
    }
  }

  /** Our own classes anew, those of one folder before all others. */
  private static final class FreshClasses extends URLClassLoader {
    FreshClasses(Path first) throws MalformedURLException {
      super(urls(first), FreshClasses.class.getClassLoader());
    }

    private static URL[] urls(Path first) throws MalformedURLException {
      List<URL> urls = new ArrayList<>();
      urls.add(first.toUri().toURL());
      for (Class<?> ours : List.of(ExclusionTest.class, LogicalSession.class)) {
        urls.add(ours.getProtectionDomain().getCodeSource().getLocation());
      }
      return urls.toArray(new URL[0]);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("dev.bowline.server.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }
}
