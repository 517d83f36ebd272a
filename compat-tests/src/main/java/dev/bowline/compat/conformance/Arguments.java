package dev.bowline.compat.conformance;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param kit the run, unless only the list of checks is wanted
 * @param list whether it is
 * @param help whether the usage is wanted and nothing else
 * @param verbose whether the report names the checks that have passed
 * @param junit where an XML report goes
 */
record Arguments(Kit kit, boolean list, boolean help, boolean verbose, Optional<Path> junit) {

  static final String USAGE =
      """
      Usage: java -jar bowline-conformance.jar --url URL [option...]

      Checks a server of the Bowline protocol, clause by clause. URL is a channel with the
      conformance application, for example http://localhost:8080/conformance after
      java -jar bowline-server.jar --conformance

        --url URL          http, https, ws or wss
        --only PATTERNS    only these clauses: a section's number, or a part of a clause's name as
                           --list shows it; several with commas between
        --list             lists the checks and what is not checked, and does nothing
        --slow             also checks what lasts longer than a minute
        --timeout SECONDS  how long the server may take for what is due at once; 15
        --parallel N       how many of the quick checks are done at a time; 8
        --origin ORIGIN    an origin of another host that the server allows; * if it allows all
        --insecure         takes any certificate
        --junit FILE       writes the results as JUnit's XML too
        --verbose          names each check, also those that have passed
        --help             this

      Exit status: 0 if nothing has failed, 1 if something has, 2 if the command line is wrong or a
      file can't be written, 3 if there is no channel with the conformance application.
      """;

  /** Something on the command line is wrong. */
  static final class BadArgumentException extends Exception {
    BadArgumentException(String message) {
      super(message);
    }
  }

  static Arguments parse(String... line) throws BadArgumentException {
    Optional<URI> url = Optional.empty();
    List<String> only = new ArrayList<>();
    Kit kit = Kit.of(URI.create("http://localhost/"));
    boolean list = false;
    boolean help = false;
    boolean verbose = false;
    Optional<Path> junit = Optional.empty();
    for (int i = 0; i < line.length; i++) {
      switch (line[i]) {
        case "--help", "-h" -> help = true;
        case "--list" -> list = true;
        case "--verbose" -> verbose = true;
        case "--slow" -> kit = kit.slow(true);
        case "--insecure" -> kit = kit.insecure(true);
        case "--url" -> url = Optional.of(url(value(line, ++i)));
        case "--only" -> only.addAll(List.of(value(line, ++i).split(",")));
        case "--timeout" ->
            kit = kit.timeout(Duration.ofSeconds(number(line[i], value(line, ++i), 600)));
        case "--parallel" -> kit = kit.parallel(number(line[i], value(line, ++i), 1000));
        case "--origin" -> kit = kit.origin(value(line, ++i));
        case "--junit" -> junit = Optional.of(Path.of(value(line, ++i)));
        default -> throw new BadArgumentException("there is no option " + line[i]);
      }
    }
    if (url.isEmpty() && !help && !list) {
      throw new BadArgumentException("--url is missing");
    }
    kit = kit.only(only.toArray(String[]::new));
    return new Arguments(url.map(kit::at).orElse(kit), list, help, verbose, junit);
  }

  private static String value(String[] line, int index) throws BadArgumentException {
    if (index >= line.length || line[index].isBlank()) {
      throw new BadArgumentException(line[index - 1] + " needs a value");
    }
    return line[index];
  }

  private static URI url(String text) throws BadArgumentException {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new BadArgumentException("--url: " + e.getMessage());
    }
  }

  private static int number(String option, String text, int most) throws BadArgumentException {
    if (!text.matches("[1-9][0-9]{0,5}") || Integer.parseInt(text) > most) {
      throw new BadArgumentException(
          "%s: %s is not a number from 1 to %d".formatted(option, text, most));
    }
    return Integer.parseInt(text);
  }
}
