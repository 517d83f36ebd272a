package dev.bowline.compat.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
