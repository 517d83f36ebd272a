package dev.bowline.compat.engines;

import dev.bowline.compat.DebianPackage;
import dev.bowline.compat.NeededCommands;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** Programs that have to be made before they can be started; they are kept for the next time. */
final class Builds {
  private static final Path MADE = Path.of("target", "engines").toAbsolutePath();

  /** Of KDE's libraries, those whose headers KHTML's mention. */
  private static final List<String> KDE =
      List.of("KHtml", "KParts", "KTextWidgets", "KXmlGui", "KCodecs", "KI18n");

  private Builds() {}

  /** A step of a making, which is given the file to write. */
  private interface Making {
    List<String> command(Path file) throws IOException;
  }

  /** A file beside the page. */
  static Path resource(String name) {
    URL url = Objects.requireNonNull(Builds.class.getResource("/engines/" + name), name);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A program that was packed by Brotli, which Node knows and the JDK doesn't. */
  static Path unpacked(Path packed, String name) throws IOException {
    return made(
        name,
        file ->
            List.of(
                command("node"),
                resource("unpack.mjs").toString(),
                packed.toString(),
                file.toString()));
  }

  /** A window with nothing but KHTML in it. */
  static Path compiledKhtml() throws IOException {
    return made(
        "khtml",
        file -> {
          List<String> command = new ArrayList<>(List.of(command("g++"), "-fPIC", "-w"));
          String flags = said(command("pkg-config"), "--cflags", "Qt5Widgets", "Qt5Xml");
          Pattern.compile("\\s+").splitAsStream(flags).forEach(command::add);
          Path platform =
              DebianPackage.file("qt5-qmake", "/linux-g++/qplatformdefs.h").orElseThrow();
          command.add("-I" + platform.getParent());
          KDE.forEach(library -> command.add("-I/usr/include/KF5/" + library));
          command.addAll(List.of(resource("khtml.cpp").toString(), "-o", file.toString()));
          command.addAll(
              List.of("-lKF5KHtml", "-lKF5Parts", "-lQt5Widgets", "-lQt5Gui", "-lQt5Core"));
          return command;
        });
  }

  private static Path made(String name, Making making) throws IOException {
    Path file = MADE.resolve(name);
    if (Files.notExists(file)) {
      Files.createDirectories(MADE);
      Path unfinished = MADE.resolve(name + ".unfinished");
      said(making.command(unfinished).toArray(String[]::new));
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return file;
  }

  private static String said(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
    return said.strip();
  }

  private static String command(String name) {
    return NeededCommands.find(name).orElseThrow().toString();
  }
}
