package dev.ecomllm.bulk;

import java.time.Duration;

/**
 * How a run went. Items that the journal had from an earlier run count as what they were then.
 *
 * @param succeeded items answered
 * @param failed items not answered
 * @param resumed how many of both were taken from the journal, and not asked again
 * @param elapsed how long this run took
 * @param median half of the items asked in this run took no longer, to within a tenth; zero if none
 *     was asked
 * @param slow 95 of 100 took no longer, to within a tenth
 * @param slowest the longest that one took
 */
public record Summary(
    long succeeded,
    long failed,
    long resumed,
    Duration elapsed,
    Duration median,
    Duration slow,
    Duration slowest) {

  /** All items. */
  public long total() {
    return succeeded + failed;
  }

  /** Items a second that this run asked, 0 or more; those from the journal don't count. */
  public double rate() {
    double seconds = elapsed.toNanos() / 1e9;
    return seconds > 0 ? (total() - resumed) / seconds : 0;
  }
}
