package dev.bowline.compat.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links from one page to another, to a place in it, and to files of the project. */
class LinksTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  @Test
  void everyLinkIntoTheProjectLeadsSomewhere() {
    List<String> broken = new ArrayList<>();
    for (Document document : Document.all()) {
      for (String line : document.prose()) {
        Matcher link = LINK.matcher(line);
        while (link.find()) {
          if (!link.group(1).contains("://")) {
            brokenBy(document, link.group(1)).ifPresent(broken::add);
          }
        }
      }
    }

    assertEquals(List.of(), broken);
  }

  @Test
  void everyClaimOfTheReadmeNamesATestThatExists() throws IOException {
    List<String> tests = new ArrayList<>();
    for (String folder : List.of("compat-tests/src/test", "server/src/test", "js-client/tests")) {
      try (Stream<Path> files = Files.walk(Document.ROOT.resolve(folder))) {
        files
            .map(file -> file.getFileName().toString().replaceFirst("\\..*", ""))
            .forEach(tests::add);
      }
    }

    List<String> unproved =
        Document.of("README.md").rows("What happens").stream()
            .flatMap(row -> Stream.of(row.get(2).replace("`", "").split(", ")))
            .filter(test -> !tests.contains(test))
            .toList();

    assertEquals(List.of(), unproved);
  }

  private static Optional<String> brokenBy(Document from, String link) {
    int hash = link.indexOf('#');
    String path = hash < 0 ? link : link.substring(0, hash);
    Path target = path.isEmpty() ? from.file() : from.file().resolveSibling(path).normalize();
    boolean there =
        Files.exists(target) && (hash < 0 || anchors(target).contains(link.substring(hash + 1)));
    return there ? Optional.empty() : Optional.of(from.file().getFileName() + ": " + link);
  }

  private static List<String> anchors(Path page) {
    return Document.of(Document.ROOT.relativize(page).toString()).anchors();
  }
}
