package dev.ecomllm.bulk;

/**
 * How many items a thread is given at once: one, or more where they are so quick (a cache's hits,
 * an engine in this JVM) that to pass each on would cost more than to ask. A thread that has had a
 * batch for too long hands the rest back. Not thread-safe.
 */
final class BatchSize {

  /** Less than anybody waits for, and many times what it takes to wake a thread. */
  static final long LONGEST_NANOS = 500_000;

  private static final int MOST = 64;
  private static final long LONGEST_WAIT_NANOS = 10_000_000;

  private int size = 1;

  /** The next one's. */
  int atMost(int most) {
    return Math.max(1, Math.min(size, most));
  }

  /** Takes note of a batch: how many of its items were asked, and how long that took. */
  void managed(int asked, int items, long nanos) {
    if (asked < items) {
      size = asked;
    } else if (nanos < LONGEST_NANOS / 2 && items == size) {
      size = Math.min(MOST, 2 * size);
    }
  }

  /** How long an answer may lie there while its batch goes on, in nanoseconds. */
  long longestWait() {
    return size == 1 ? Long.MAX_VALUE : LONGEST_WAIT_NANOS;
  }
}
