package dev.bowline.compat.faults;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A fault and whom it strikes, for as long as it holds. */
public final class Rule {
  private final FaultProxy proxy;
  private final Supplier<Fault> fault;
  private final Requests requests;
  private final AtomicInteger matched = new AtomicInteger();
  private final AtomicInteger struck = new AtomicInteger();

  Rule(FaultProxy proxy, Supplier<Fault> fault, Requests requests) {
    this.proxy = proxy;
    this.fault = fault;
    this.requests = requests;
  }

  Fault fault() {
    return fault.get();
  }

  /** Whether this request is one of those, which is counted. */
  boolean strikes(Request request) {
    boolean strikes = requests.match(request) && requests.counts(matched.incrementAndGet());
    if (strikes) {
      struck.incrementAndGet();
    }
    return strikes;
  }

  /** How often it has struck. */
  public int struck() {
    return struck.get();
  }

  /** What begins from now on is spared; what was struck stays struck. */
  public void ends() {
    proxy.ends(this);
  }

  @Override
  public String toString() {
    return requests + ", struck " + struck;
  }
}
