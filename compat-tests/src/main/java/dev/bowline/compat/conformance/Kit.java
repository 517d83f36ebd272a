package dev.bowline.compat.conformance;

import dev.bowline.compat.conformance.checks.Catalogue;
import dev.bowline.compat.conformance.checks.Check;
import dev.bowline.compat.conformance.checks.Unchecked;
import dev.bowline.compat.conformance.peer.Peer;
import dev.bowline.compat.conformance.peer.Target;
import dev.bowline.compat.conformance.peer.Terms;
import dev.bowline.compat.conformance.report.Clause;
import dev.bowline.compat.conformance.report.Report;
import dev.bowline.compat.conformance.report.Result;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A run of the kit that is being prepared. Immutable: every method but {@link #run} returns another
 * one.
 *
 * <pre>{@code
 * Report report = Kit.of(URI.create("http://localhost:8080/conformance")).only("2 Attach").run();
 * }</pre>
 *
 * @param url the channel, with the conformance application behind it
 * @param patterns of the clauses to check; empty means all
 * @param timeout how long the server may take to say something that is due
 * @param slow whether checks that last longer than a minute are done as well
 * @param insecure whether any certificate will do
 * @param origins what is known of the origins that the server allows
 * @param parallel how many of the quick checks are done at a time
 */
public record Kit(
    URI url,
    List<String> patterns,
    Duration timeout,
    boolean slow,
    boolean insecure,
    Peer.Origins origins,
    int parallel) {

  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration SLOW = Duration.ofSeconds(60);
  private static final int USUAL_PARALLEL = 8;

  public static Kit of(URI url) {
    return new Kit(
        url,
        List.of(),
        USUAL_TIMEOUT,
        false,
        false,
        new Peer.Origins(Optional.empty(), false),
        USUAL_PARALLEL);
  }

  /** The same run against another channel. */
  Kit at(URI channel) {
    return new Kit(channel, patterns, timeout, slow, insecure, origins, parallel);
  }

  /** The clauses that are checked, or said not to be. */
  public static List<Clause> clauses() {
    return Catalogue.clauses();
  }

  /**
   * Checks only the clauses that match one of these: a section's number, or a part of a clause as
   * in {@code 2 Attach numbers}.
   *
   * @throws IllegalArgumentException if one of these matches no clause
   */
  public Kit only(String... clauses) {
    for (String pattern : clauses) {
      if (clauses().stream().noneMatch(clause -> matches(pattern, clause))) {
        throw new IllegalArgumentException("no clause is called '" + pattern + "'");
      }
    }
    return new Kit(url, List.of(clauses), timeout, slow, insecure, origins, parallel);
  }

  public Kit timeout(Duration newTimeout) {
    return new Kit(url, patterns, newTimeout, slow, insecure, origins, parallel);
  }

  public Kit slow(boolean included) {
    return new Kit(url, patterns, timeout, included, insecure, origins, parallel);
  }

  public Kit insecure(boolean anyCertificate) {
    return new Kit(url, patterns, timeout, slow, anyCertificate, origins, parallel);
  }

  /** An origin of another host that the server allows; {@code *} if it allows all. */
  public Kit origin(String allowed) {
    boolean any = allowed.equals("*");
    Peer.Origins known = new Peer.Origins(any ? Optional.empty() : Optional.of(allowed), any);
    return new Kit(url, patterns, timeout, slow, insecure, known, parallel);
  }

  public Kit parallel(int most) {
    return new Kit(url, patterns, timeout, slow, insecure, origins, most);
  }

  /** The checks that this run does or leaves out, in the order of the page. */
  List<Check> chosen() {
    return Catalogue.checks().stream().filter(check -> chooses(check.clause())).toList();
  }

  /** What no run looks at, of the clauses that this one is about. */
  List<Unchecked> unchecked() {
    return Unchecked.all().stream().filter(it -> chooses(it.clause())).toList();
  }

  /**
   * Checks the server. Never waits for it longer than its rules and the timeout allow.
   *
   * @throws UnreachableException if there is no channel with the conformance application
   * @throws IllegalArgumentException if the URL is not that of a channel
   */
  public Report run() {
    long began = System.nanoTime();
    Target target = Target.of(url, insecure);
    Terms terms = FirstContact.with(target, timeout);
    List<Result> results = new ArrayList<>(new Runner(this, target, terms).run(chosen()));
    for (Unchecked unchecked : unchecked()) {
      results.add(Result.notChecked(unchecked.clause(), unchecked.what(), unchecked.why()));
    }
    return new Report(url.toString(), results, Duration.ofNanos(System.nanoTime() - began));
  }

  /** Whether a check is left out for the time that it takes. */
  boolean leavesOut(Check check, Terms terms) {
    return !slow && check.lasts().apply(terms).compareTo(SLOW) > 0;
  }

  private boolean chooses(Clause clause) {
    return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> matches(pattern, clause));
  }

  private static boolean matches(String pattern, Clause clause) {
    String name = clause.toString().toLowerCase(Locale.ROOT);
    String part = pattern.trim().toLowerCase(Locale.ROOT);
    return part.matches("\\d+")
        ? name.startsWith(part + " ")
        : !part.isEmpty() && name.contains(part);
  }
}
