package dev.bowline.compat.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of the JavaScript client's options says what its source says. */
@Needs("node")
class ClientOptionsTest {
  private static final Pattern DEFAULTS =
      Pattern.compile("const DEFAULTS[^=]*= (\\{.*?\\n\\});", Pattern.DOTALL);

  @TempDir Path folder = Path.of("");

  @Test
  void everyOptionStandsThereWithItsDefault() throws Exception {
    String source = Files.readString(Document.ROOT.resolve("js-client/src/options.ts"));
    Matcher defaults = DEFAULTS.matcher(source);
    assertTrue(defaults.find(), "the defaults are not where they were");
    String documented =
        Document.of("docs/configuration.md").rows("Client option").stream()
            .map(row -> code(row.get(0)) + ": " + code(row.get(2)))
            .collect(Collectors.joining(", ", "{", "}"));
    String script =
        "const sorted = (it) => JSON.stringify(Object.entries(it).sort());\n"
            + "console.log(sorted(%s));\nconsole.log(sorted(%s));\n"
                .formatted(defaults.group(1), documented);

    List<String> both = new NodeScript(folder).run(script);

    assertEquals(both.get(0), both.get(1));
  }

  private static String code(String cell) {
    return cell.replace("`", "");
  }
}
