package dev.ecomllm.bulk;

/**
 * How a run went.
 *
 * @param succeeded items answered
 * @param failed items not answered
 */
public record Summary(long succeeded, long failed) {

  /** All items. */
  public long total() {
    return succeeded + failed;
  }
}
