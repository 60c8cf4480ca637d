package dev.ecomllm.bulk;

/**
 * What a run does while its server is down or full: it asks the items that failed again, instead of
 * losing thousands to half a minute's outage. A call has its own retries for what passes at once;
 * this is for what a call has no time for. Not thread-safe.
 *
 * <p>Only in a run that had answers before, and for two minutes after the last of them: a server
 * that never worked, or is gone for good, makes items fail as fast as they do.
 */
final class Patience {

  private static final long LONGEST_NANOS = 120_000_000_000L;
  private static final long FIRST_PAUSE_NANOS = 500_000_000L;
  private static final int DOUBLINGS = 4;
  private static final int MOST_TIMES = 8;

  private static final int MOST_TIMES_FOR_ITSELF = 2;

  /**
   * So many items that fail in a row are an outage; one that fails often may be the item's fault.
   */
  private static final int OUTAGE = 3;

  private boolean worked;
  private long lastAnswerAt;
  private int failedInARow;
  private int pauses;
  private long pauseEndsAt;

  void answered(long now) {
    worked = true;
    lastAnswerAt = now;
    failedInARow = 0;
    pauses = 0;
  }

  /**
   * Takes note of a failure that may pass.
   *
   * @param times how often the item was asked
   * @param full whether the server only had no room for it
   * @return whether it is worth asking again
   */
  boolean failed(int times, boolean full, long now) {
    if (times == 1) {
      failedInARow++;
    }
    if (!worked || now - lastAnswerAt >= LONGEST_NANOS) {
      worked = false;
      return false;
    }
    if (isOutage() && now - pauseEndsAt >= 0) {
      pauseEndsAt = now + (FIRST_PAUSE_NANOS << Math.min(pauses, DOUBLINGS));
      pauses++;
    }
    return times < (full || isOutage() ? MOST_TIMES : MOST_TIMES_FOR_ITSELF);
  }

  /** Whether the server seems to be down: then one item at a time finds out when it is back. */
  boolean isOutage() {
    return worked && failedInARow >= OUTAGE;
  }

  /** How long nothing is to be asked, in nanoseconds from now; 0 or less for no time. */
  long pause(long now) {
    return isOutage() ? pauseEndsAt - now : 0;
  }
}
