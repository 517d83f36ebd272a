package dev.bowline.server;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The tables of docs/configuration.md say what the builders do. */
class ConfigurationPageTest {
  private static final Path PAGE = Path.of("../docs/configuration.md");

  /** One row of a table of options. */
  private record Row(String option, String part, String value, String least, String most) {
    String title() {
      return part.isEmpty() ? option : option + " " + part;
    }
  }

  @Test
  void everyMethodOfTheChannelsBuilderStandsThere() throws IOException {
    List<String> documented =
        Stream.concat(cells("Option"), cells("Callback"))
            .map(cells -> name(cells.get(0)))
            .distinct()
            .sorted()
            .toList();

    assertEquals(methods(ChannelBuilder.class), documented);
  }

  @Test
  void everyMethodOfTheServersBuilderStandsThere() throws IOException {
    List<String> documented =
        cells("Server option").map(cells -> name(cells.get(0))).sorted().toList();

    assertEquals(methods(ChannelServer.Builder.class), documented);
  }

  @Test
  void everyMethodOfTheTopicsBuilderStandsThere() throws IOException {
    List<String> documented =
        Stream.concat(cells("Topic option"), cells("Topic callback"))
            .map(cells -> name(cells.get(0)))
            .distinct()
            .sorted()
            .toList();

    assertEquals(methods(TopicsBuilder.class), documented);
  }

  @Test
  void everyDefaultOfTopicsIsWhatIsBuilt() throws IOException {
    TopicsOptions built = Channel.builder().topics().build().options().topics().orElseThrow();
    Map<String, Object> defaults =
        Map.of(
            "history messages", built.history().messages(),
            "history bytes", built.history().bytes(),
            "history age", Duration.ofMillis(built.history().ageMillis()),
            "ahead messages", built.ahead().messages(),
            "ahead bytes", built.ahead().bytes(),
            "topicsPerSession", built.topicsPerSession(),
            "maxTopics", built.maxTopics());

    Map<String, String> documented = rows("Topic option").collect(toMap(Row::title, Row::value));
    assertEquals(defaults.keySet(), documented.keySet());
    documented.forEach((option, value) -> assertEquals(value, said(value, defaults.get(option))));
  }

  @TestFactory
  Stream<DynamicTest> everyBoundOfTopicsIsWhereTheBuilderBeginsToRefuse() throws IOException {
    return rows("Topic option")
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.title(), () -> checkBounds(row, ConfigurationPageTest::buildTopics)));
  }

  @TestFactory
  Stream<DynamicTest> everyDefaultIsWhatIsBuilt() throws IOException {
    Map<String, Object> built = defaults();
    return rows("Option")
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.title(), () -> assertEquals(row.value(), said(row, built))));
  }

  @TestFactory
  Stream<DynamicTest> everyBoundIsWhereTheBuilderBeginsToRefuse() throws IOException {
    return rows("Option")
        .filter(row -> !row.least().isEmpty())
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.title(), () -> checkBounds(row, ConfigurationPageTest::build)));
  }

  @Test
  void theServersDefaultsAreTheBuilders() throws IOException {
    try (ChannelServer server = ChannelServer.builder().build().start()) {
      Map<String, String> documented =
          rows("Server option").collect(toMap(Row::option, Row::value));

      assertEquals(documented.get("host"), server.url().getHost());
      assertEquals("0", documented.get("port"));
    }
  }

  /** Builds a channel with this one option set, or with one of the two of a window. */
  private interface Build {
    void with(Row row, long value);
  }

  private static void checkBounds(Row row, Build build) {
    long least = number(row.least());
    build.with(row, least);
    assertThrows(IllegalArgumentException.class, () -> build.with(row, least - 1));
    if (!row.most().equals("none")) {
      long most = number(row.most());
      build.with(row, most);
      assertThrows(IllegalArgumentException.class, () -> build.with(row, most + 1));
    }
  }

  private static void build(Row row, long value) {
    ChannelBuilder builder = Channel.builder();
    set(builder, row, value);
    Channel unused = builder.build();
  }

  private static void buildTopics(Row row, long value) {
    Channel unused = Channel.builder().topics(topics -> set(topics, row, value)).build();
  }

  private static void set(Object builder, Row row, long value) {
    Method method =
        Arrays.stream(builder.getClass().getMethods())
            .filter(it -> it.getName().equals(row.option()))
            .findFirst()
            .orElseThrow();
    Class<?>[] types = method.getParameterTypes();
    List<String> parts = List.of("messages", "bytes", "age");
    Object[] values = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      long wanted = types.length == 1 || row.part().equals(parts.get(i)) ? value : 1;
      values[i] =
          types[i] == Duration.class
              ? Duration.ofMillis(wanted)
              : types[i] == int.class ? (Object) (int) wanted : (Object) wanted;
    }
    try {
      method.invoke(builder, values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(row.title(), e);
    }
  }

  private static Map<String, Object> defaults() {
    return Arrays.stream(ChannelOptions.class.getRecordComponents())
        .collect(toMap(RecordComponent::getName, ConfigurationPageTest::builtValue));
  }

  private static Object builtValue(RecordComponent component) {
    try {
      return component.getAccessor().invoke(Channel.builder().build().options());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** The default as the page has to spell it. */
  private static String said(Row row, Map<String, Object> built) {
    String name = row.option();
    String component =
        name.endsWith("Window")
            ? name.replace("Window", capital(row.part()))
            : name.equals("maxMessage") || name.equals("maxBatch") ? name + "Bytes" : name;
    return said(row.value(), built.get(component));
  }

  private static String said(String documented, @Nullable Object built) {
    Object value = Optional.ofNullable(built).orElseThrow();
    if (value instanceof Duration duration) {
      return duration.toSeconds() % 60 == 0 && !duration.isZero()
          ? duration.toMinutes() + " min"
          : duration.toSeconds() + " s";
    }
    if (value instanceof Number number && number.longValue() == number(documented)) {
      return documented;
    }
    if (value instanceof Collection<?> all) {
      String list =
          new TreeSet<>(all).stream().map(Object::toString).collect(Collectors.joining(", "));
      return list.isEmpty() ? "none" : list;
    }
    return value.equals(Optional.empty()) ? "none" : value.toString();
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  /** A quantity of the page: bytes, milliseconds, or a count. */
  private static long number(String quantity) {
    String[] parts = quantity.replace(",", "").split(" ", 2);
    if (parts[0].equals("none")) {
      return Integer.MAX_VALUE;
    }
    long factor =
        switch (parts.length == 1 ? "" : parts[1]) {
          case "", "ms" -> 1;
          case "s" -> 1000;
          case "min" -> 60_000;
          case "day" -> 86_400_000;
          case "KiB" -> 1 << 10;
          case "MiB" -> 1 << 20;
          default -> throw new AssertionError("an unknown unit: " + quantity);
        };
    return Long.parseLong(parts[0]) * factor;
  }

  private static Stream<Row> rows(String table) throws IOException {
    return cells(table)
        .map(
            cells ->
                new Row(
                    name(cells.get(0)),
                    cells.get(0).replaceFirst("`[^`]*` ?", ""),
                    cells.get(2),
                    cells.get(3),
                    cells.get(4)));
  }

  private static String name(String cell) {
    return cell.replaceFirst("^`([^`]*)`.*", "$1");
  }

  private static List<String> methods(Class<?> builder) {
    return Arrays.stream(builder.getMethods())
        .filter(method -> method.getReturnType() == builder)
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .map(Method::getName)
        .distinct()
        .sorted()
        .toList();
  }

  /** The rows of the table whose first column has this header. */
  private static Stream<List<String>> cells(String table) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(PAGE)) {
      List<String> cells = Arrays.stream(line.split("\\|", -1)).skip(1).map(String::strip).toList();
      if (cells.isEmpty()) {
        inside = false;
      } else if (cells.get(0).equals(table)) {
        inside = true;
      } else if (inside && !cells.get(0).startsWith("---")) {
        rows.add(cells);
      }
    }
    return rows.stream();
  }
}
