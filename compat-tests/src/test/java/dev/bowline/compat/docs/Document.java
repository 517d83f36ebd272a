package dev.bowline.compat.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the docs in Markdown, as far as its tests have to understand it. */
public record Document(Path file, List<String> lines) {

  /** The project's root: the tests run in their module's folder. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final String FENCE = "```";

  /**
   * A fenced block.
   *
   * @param language the first word behind the fence
   * @param name the rest of that line
   * @param heading the nearest heading above
   */
  public record Block(
      Path file, int line, String heading, String language, String name, String text) {
    /** For the name of a test. */
    public String title() {
      return "%s:%d %s".formatted(file.getFileName(), line, name.isEmpty() ? heading : name);
    }
  }

  /** The page with this path from the root. */
  public static Document of(String path) {
    return read(ROOT.resolve(path));
  }

  /** All pages that are for readers. */
  static List<Document> all() {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      Stream<Path> pages = docs.filter(file -> file.toString().endsWith(".md")).sorted();
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), pages)
          .map(Document::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Document read(Path file) {
    try {
      return new Document(file, Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The fenced blocks of these languages, in all pages. */
  static List<Block> blocksEverywhere(String... languages) {
    List<String> wanted = List.of(languages);
    return all().stream()
        .flatMap(document -> document.blocks().stream())
        .filter(block -> wanted.contains(block.language()))
        .toList();
  }

  public List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    String heading = "";
    int opened = -1;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean fence = line.startsWith(FENCE);
      if (fence && opened < 0) {
        opened = i;
      } else if (fence) {
        blocks.add(block(opened, i, heading));
        opened = -1;
      } else if (opened < 0 && line.startsWith("#")) {
        heading = line.replaceFirst("^#+ *", "");
      }
    }
    return blocks;
  }

  /** The block with this language and name, such as {@code nginx best}. */
  public Block block(String languageAndName) {
    return blocks().stream()
        .filter(block -> languageAndName.equals(block.language() + " " + block.name()))
        .findFirst()
        .orElseThrow();
  }

  private Block block(int opened, int closed, String heading) {
    String[] info = lines.get(opened).substring(FENCE.length()).strip().split(" ", 2);
    String text = String.join("\n", lines.subList(opened + 1, closed));
    return new Block(file, opened + 1, heading, info[0], info.length > 1 ? info[1] : "", text);
  }

  /** The cells of the rows of all tables whose first column has this header. */
  List<List<String>> rows(String firstHeader) {
    List<List<String>> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : prose()) {
      if (!line.startsWith("|")) {
        inside = false;
        continue;
      }
      List<String> cells = cells(line);
      if (cells.get(0).equals(firstHeader)) {
        inside = true;
      } else if (inside && !cells.get(0).startsWith("---")) {
        rows.add(cells);
      }
    }
    return rows;
  }

  private static List<String> cells(String row) {
    String inner = row.strip().replaceFirst("^\\|", "").replaceFirst("\\|$", "");
    return Pattern.compile("\\|").splitAsStream(inner).map(String::strip).toList();
  }

  /** The lines outside fenced blocks. */
  List<String> prose() {
    List<String> prose = new ArrayList<>();
    boolean inside = false;
    for (String line : lines) {
      if (line.startsWith(FENCE)) {
        inside = !inside;
      } else if (!inside) {
        prose.add(line);
      }
    }
    return prose;
  }

  /** The anchors that its headings make, as GitHub does it. */
  List<String> anchors() {
    return prose().stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ *", "").toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{Alnum} _-]", "").replace(' ', '-'))
        .toList();
  }
}
