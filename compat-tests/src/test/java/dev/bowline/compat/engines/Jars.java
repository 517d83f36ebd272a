package dev.bowline.compat.engines;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How engines are started that come as jars. Each is a Java process of its own, since several
 * versions of one don't get along; the program in it is a source file among the resources, and the
 * build has written down where the jars are.
 */
final class Jars {
  private Jars() {}

  /** A window of JavaFX, which needs a screen, with these properties set. */
  static Engine.Program webView(String version, String... properties) {
    return (page, scratch) ->
        command(
            Stream.of("xvfb-run", "-a"),
            Stream.concat(
                Stream.of(
                    "--module-path=" + path("javafx-" + version),
                    "--add-modules=javafx.web",
                    // No graphics card.
                    "-Dprism.order=sw",
                    "-Duser.home=" + scratch),
                Stream.of(properties)),
            Stream.of(program("WebViewProgram"), page.toString()));
  }

  /** HtmlUnit in the object model of the browser that it calls so. */
  static Engine.Program htmlUnit(String version, String browser) {
    return (page, scratch) ->
        command(
            Stream.empty(),
            Stream.of("--class-path=" + path("htmlunit-" + version)),
            Stream.of(program("HtmlUnitProgram"), page.toString(), browser));
  }

  /** The language of 1999 and little else. */
  static ProcessBuilder rhino(URI page, Path scratch) throws IOException {
    return command(
        Stream.empty(),
        Stream.of("--class-path=" + path("rhino-1.6R7")),
        Stream.of(
            program("RhinoProgram"), page.toString(), Builds.resource("rhino.js").toString()));
  }

  private static ProcessBuilder command(
      Stream<String> before, Stream<String> options, Stream<String> rest) {
    List<String> whole = new ArrayList<>(before.toList());
    whole.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    options.forEach(whole::add);
    rest.forEach(whole::add);
    return new ProcessBuilder(whole);
  }

  private static String program(String name) {
    return Builds.resource("programs/" + name + ".java").toString();
  }

  private static String path(String engine) throws IOException {
    return Files.readString(Path.of("target", "engines", engine + ".path")).strip();
  }
}
