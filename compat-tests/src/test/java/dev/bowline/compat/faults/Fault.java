package dev.bowline.compat.faults;

import java.io.IOException;
import java.time.Duration;

/**
 * What a middlebox or a bad line does to an exchange. It strikes when the head of the request has
 * come, or in the midst. Several may strike the same exchange; each meets what the ones before it
 * have left.
 */
public abstract class Fault {
  private final String name;

  Fault(String name) {
    this.name = name;
  }

  /** Once, before anything else is done to the exchange. */
  void strikes(Exchange exchange) throws IOException {}

  /** What becomes of the head of the request, or of the reply. */
  Head changes(Head head, Direction direction) {
    return head;
  }

  /** Whether {@link #holds} is called: then the request is read as a whole before it goes on. */
  boolean wantsAll() {
    return false;
  }

  /** What is done with a whole request before it goes on, which may take its time. */
  void holds(Exchange exchange, byte[] request) throws IOException {}

  /** The connection is reset at both ends: at once, or see {@link Ending}. */
  public static Ending reset() {
    return Ending.by(true);
  }

  /** The connection is closed at both ends: at once, or see {@link Ending}. */
  public static Ending close() {
    return Ending.by(false);
  }

  /** From now on nothing passes, and nobody is told. */
  public static Fault halfOpen() {
    return Answers.never("half-open");
  }

  /** The request is taken and never answered; the server hears nothing of it. */
  public static Fault hang() {
    return Answers.never("hangs");
  }

  /** The proxy answers in the server's place, and closes. */
  public static Fault answer(int status) {
    return Answers.with(status);
  }

  /** A WebSocket's handshake is answered by the proxy itself; what follows it swallows. */
  public static Fault acceptAndSwallow() {
    return Answers.asIfUpgraded();
  }

  /** The words about an upgrade are taken out of the request. */
  public static Fault stripTheUpgrade() {
    return Heads.withoutUpgrade();
  }

  /** Header lines, of requests and replies, end after so many bytes. */
  public static Fault cutHeaderLinesAfter(int bytes) {
    return Heads.withLinesOf(bytes);
  }

  /** Header lines that HTTP itself has no use for are left out, of requests and replies. */
  public static Fault dropUnknownHeaders() {
    return Heads.withKnownNames();
  }

  /** The request becomes one of HTTP/1.0, as some proxies still ask by default. */
  public static Fault oldHttp() {
    return Heads.asOldHttp();
  }

  /** The reply is withheld until it is complete, which a stream never is. */
  public static Fault bufferToTheEnd() {
    return Delays.toTheEnd();
  }

  /** The first event of a reply is withheld until the second has come. */
  public static Fault holdTheFirstEvent() {
    return Delays.toTheSecondEvent();
  }

  /** Of the reply only the head passes. */
  public static Fault passOnlyTheHead() {
    return Delays.afterTheHead();
  }

  /** So many bytes a second, each way. */
  public static Fault slow(int bytesPerSecond) {
    return Delays.paced(bytesPerSecond);
  }

  /** The server gets the request twice at the same time; the second reply is swallowed. */
  public static Fault duplicate() {
    return new Copies("duplicated", Copies.Order.BESIDE, Duration.ZERO);
  }

  /** The server gets the request again, so long after it came; that reply is swallowed. */
  public static Fault repeatAfter(Duration delay) {
    return new Copies("repeated after " + delay.toMillis() + " ms", Copies.Order.LATER, delay);
  }

  /** The server gets the request, its reply is lost on the way, and it gets the request again. */
  public static Fault repeatForALostReply() {
    return new Copies("repeated for a lost reply", Copies.Order.FIRST, Duration.ZERO);
  }

  /** A request waits until a later one to the same path has overtaken it, but not for ever. */
  public static Fault reorder() {
    return new Overtaking();
  }

  /** Requests for the same resource get the same reply. */
  public static Fault cache() {
    return new Cache("cached", target -> target);
  }

  /** The same, by a cache that takes no notice of this parameter. */
  public static Fault cacheIgnoring(String parameter) {
    return new Cache(
        "cached without " + parameter,
        target -> target.replaceAll("[?&]" + parameter + "=[^& ]*", ""));
  }

  @Override
  public String toString() {
    return name;
  }
}
