package dev.ecomllm.bulk;

import java.time.Duration;

/** How long things took, to within a tenth. Not thread-safe. */
final class Durations {

  private static final double STEP = 1.1;
  private static final double FIRST_NANOS = 1_000;

  /** From a microsecond up to a day. */
  private final long[] counts = new long[1 + index(86_400e9)];

  private long total;
  private long longest;

  void add(long nanos) {
    counts[Math.min(counts.length - 1, index((double) nanos))]++;
    total++;
    longest = Math.max(longest, nanos);
  }

  /** So long or less took this share of them; zero where there were none. */
  Duration quantile(double share) {
    long rank = (long) Math.ceil(share * total);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= rank && seen > 0) {
        return Duration.ofNanos(Math.min(longest, (long) (FIRST_NANOS * Math.pow(STEP, i))));
      }
    }
    return Duration.ZERO;
  }

  Duration longest() {
    return Duration.ofNanos(longest);
  }

  private static int index(double nanos) {
    return nanos <= FIRST_NANOS
        ? 0
        : (int) Math.ceil(Math.log(nanos / FIRST_NANOS) / Math.log(STEP));
  }
}
