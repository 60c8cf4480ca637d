package dev.ecomllm.examples.service;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A bucket of tokens for each caller, filled at a steady rate. Thread-safe. */
final class RateLimit {

  /** Of more callers, those who were quiet longest are forgotten. */
  private static final int MOST_CALLERS = 100_000;

  private final double rate;
  private final double burst;
  private final LongSupplier nanos;
  private final Cache<String, Bucket> buckets;

  /**
   * Limits.
   *
   * @param rate tokens a second; 0: any number
   * @param burst tokens in a full bucket
   */
  RateLimit(double rate, double burst, LongSupplier nanos) {
    this.rate = rate;
    this.burst = Math.max(1, burst);
    this.nanos = nanos;
    buckets =
        Caffeine.newBuilder()
            .maximumSize(MOST_CALLERS)
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();
  }

  /**
   * Takes tokens; more than a whole bucket's are taken when it is full, and the next wait longer.
   *
   * @throws TooManyException if the bucket does not hold so many; it takes none then
   */
  void take(String caller, int tokens) {
    if (rate > 0) {
      buckets.get(caller, name -> new Bucket(burst, nanos.getAsLong())).take(tokens);
    }
  }

  private final class Bucket {

    private double held;
    private long filled;

    Bucket(double held, long filled) {
      this.held = held;
      this.filled = filled;
    }

    synchronized void take(int tokens) {
      long now = nanos.getAsLong();
      held = Math.min(burst, held + (now - filled) / 1e9 * rate);
      filled = now;
      double needed = Math.min(tokens, burst);
      if (held < needed) {
        throw new TooManyException(Duration.ofNanos((long) ((needed - held) / rate * 1e9)));
      }
      held -= tokens;
    }
  }

  /** The caller's bucket is empty. */
  static final class TooManyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration wait;

    TooManyException(Duration wait) {
      this.wait = wait;
    }

    /** Until there are enough tokens. */
    Duration retryAfter() {
      return wait;
    }
  }
}
