package dev.bowline.server.security;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;

/**
 * How often each client address may do a thing: a token bucket (RFC 2697's single rate) for each
 * address, which holds two seconds' worth. Addresses are forgotten after a minute of silence, and
 * the least recently seen beyond {@value #ADDRESSES}. Thread-safe.
 */
public final class AddressRates {
  private static final int ADDRESSES = 100_000;
  private static final int BURST_SECONDS = 2;
  private static final double MILLIS = 1000;

  private final int perSecond;
  private final LongSupplier clock;
  private final Cache<String, Bucket> buckets =
      CacheBuilder.newBuilder()
          .maximumSize(ADDRESSES)
          .expireAfterAccess(Duration.ofMinutes(1))
          .build();

  /**
   * @param perSecond the rate; {@link Integer#MAX_VALUE} is no limit
   * @param clock milliseconds
   */
  public AddressRates(int perSecond, LongSupplier clock) {
    this.perSecond = perSecond;
    this.clock = clock;
  }

  /** Counts one; false if that is one too many. */
  public boolean take(String address) {
    if (perSecond == Integer.MAX_VALUE) {
      return true;
    }
    try {
      return buckets.get(address, Bucket::new).take();
    } catch (ExecutionException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private final class Bucket {
    private double tokens = (double) perSecond * BURST_SECONDS;
    private long filledAt = clock.getAsLong();

    synchronized boolean take() {
      long now = clock.getAsLong();
      double gained = (now - filledAt) / MILLIS * perSecond;
      tokens = Math.min((double) perSecond * BURST_SECONDS, tokens + gained);
      filledAt = now;
      if (tokens < 1) {
        return false;
      }
      tokens -= 1;
      return true;
    }
  }
}
