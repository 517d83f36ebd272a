package dev.bowline.compat.faults;

import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Which requests a fault strikes. The numbers of {@link #nth}, {@link #first} and {@link #after}
 * count what matches, from 1, for each rule by itself.
 */
public final class Requests {
  private final String name;
  private final Predicate<Request> matches;
  private final IntPredicate counts;

  private Requests(String name, Predicate<Request> matches, IntPredicate counts) {
    this.name = name;
    this.matches = matches;
    this.counts = counts;
  }

  public static Requests that(String name, Predicate<Request> match) {
    return new Requests(name, match, number -> true);
  }

  public static Requests everything() {
    return that("everything", request -> true);
  }

  /** WebSocket handshakes, and what follows them. */
  public static Requests upgrades() {
    return that("upgrades", Request::isUpgrade);
  }

  public static Requests streams() {
    return that("streams", Request::isStream);
  }

  public static Requests polls() {
    return that("polls", Request::isPoll);
  }

  public static Requests posts() {
    return that("posts", Request::isPost);
  }

  /** What opens a session, by whatever transport. */
  public static Requests openings() {
    return that("openings", request -> request.has("v") || request.path().matches("/[^/]*"));
  }

  /** Those for a path that this regular expression describes as a whole. */
  public Requests to(String path) {
    return and("to " + path, request -> request.path().matches(path));
  }

  public Requests by(String method) {
    return and("by " + method, request -> request.method().equals(method));
  }

  /** Those on the n-th connection that the proxy accepted. */
  public Requests onConnection(int number) {
    return and("on connection " + number, request -> request.connection() == number);
  }

  public Requests and(String what, Predicate<Request> condition) {
    return new Requests(name + " " + what, matches.and(condition), counts);
  }

  /** Those that are among others too; how these count does not matter. */
  public Requests and(Requests others) {
    return and("and " + others.name, others.matches);
  }

  public Requests butNot(Requests others) {
    return and("but not " + others.name, others.matches.negate());
  }

  public Requests or(Requests others) {
    return new Requests(name + " or " + others.name, matches.or(others.matches), counts);
  }

  public Requests nth(int number) {
    return counted("number " + number, count -> count == number);
  }

  public Requests first(int number) {
    return counted("first " + number, count -> count <= number);
  }

  public Requests after(int number) {
    return counted("after " + number, count -> count > number);
  }

  private Requests counted(String what, IntPredicate condition) {
    return new Requests(name + " " + what, matches, counts.and(condition));
  }

  boolean match(Request request) {
    return matches.test(request);
  }

  boolean counts(int number) {
    return counts.test(number);
  }

  @Override
  public String toString() {
    return name;
  }
}
