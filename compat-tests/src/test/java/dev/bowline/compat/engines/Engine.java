package dev.bowline.compat.engines;

import dev.bowline.server.ChannelBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that runs JavaScript, and the transports that it has, best first: by itself it must
 * take the first of them.
 */
record Engine(
    String name,
    Pattern version,
    List<String> bundles,
    List<String> transports,
    int headStart,
    UnaryOperator<ChannelBuilder> terms,
    Program program) {

  /** A command that opens a page, and goes on until it is ended. */
  interface Program {
    /** The second argument is an empty directory for all that it writes. */
    ProcessBuilder opens(URI page, Path scratch) throws IOException;
  }

  /** Long enough for a machine that is busy with other tests: nothing here is mute. */
  private static final int PATIENT = 5_000;

  Engine {
    bundles = List.copyOf(bundles);
    transports = List.copyOf(transports);
  }

  /** An engine that has everything, and tells its version in the user agent's name. */
  static Engine of(String name, String version, Program program) {
    return new Engine(
        name,
        Pattern.compile(version),
        List.of("legacy", "modern"),
        List.of("websocket", "sse", "polling"),
        PATIENT,
        UnaryOperator.identity(),
        program);
  }

  /** It knows no modules, or not their syntax. */
  Engine withoutModules() {
    return new Engine(name, version, List.of("legacy"), transports, headStart, terms, program);
  }

  /** It has just these transports. */
  Engine with(String... transports) {
    return new Engine(name, version, bundles, List.of(transports), headStart, terms, program);
  }

  /**
   * Something mute takes the head start of the better ones before what works is tried: so many
   * milliseconds.
   */
  Engine headStart(int millis) {
    return new Engine(name, version, bundles, transports, millis, terms, program);
  }

  /** The server has other terms for this one. */
  Engine onTerms(UnaryOperator<ChannelBuilder> terms) {
    return new Engine(name, version, bundles, transports, headStart, terms, program);
  }

  /** What the page is to do, one after the other. */
  List<String> runs() {
    List<String> runs = new ArrayList<>();
    for (String bundle : bundles) {
      runs.add(bundle + ".automatic");
      transports.forEach(transport -> runs.add(bundle + "." + transport));
    }
    return runs;
  }

  /** What it must take by itself. */
  String choice() {
    return transports.get(0);
  }

  /** The transport that must carry a run. */
  String expected(String run) {
    String transport = run.substring(run.indexOf('.') + 1);
    return transport.equals("automatic") ? choice() : transport;
  }

  String versionIn(String userAgent) {
    Matcher found = version.matcher(userAgent);
    return found.find() ? found.group() : userAgent;
  }
}
