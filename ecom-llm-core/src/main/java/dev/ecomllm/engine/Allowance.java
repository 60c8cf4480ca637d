package dev.ecomllm.engine;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many extra calls may be made: each question that is asked adds a share of one, each extra
 * call takes one. When a server fails everybody, the extra calls are that share of the load and not
 * a multiple of it. Thread-safe.
 */
final class Allowance {

  private static final long ONE = 1_000;

  private final long most;
  private final long share;
  private final AtomicLong left;

  /**
   * A full allowance.
   *
   * @param most extra calls that can be saved up
   * @param share of an extra call that each question adds
   */
  Allowance(int most, double share) {
    this.most = most * ONE;
    this.share = Math.round(share * ONE);
    this.left = new AtomicLong(this.most);
  }

  /** A question was asked. */
  void add() {
    if (left.get() < most) {
      left.updateAndGet(now -> Math.min(most, now + share));
    }
  }

  /** Whether an extra call may be made; if so, it is taken off. */
  boolean take() {
    return left.getAndUpdate(now -> now < ONE ? now : now - ONE) >= ONE;
  }
}
