package dev.ecomllm.eval.drift;

import dev.ecomllm.eval.drift.Window.Signal;
import dev.ecomllm.eval.metric.Divergence;
import java.util.Map;
import java.util.Optional;

/**
 * How far a signal of production has moved from the reference.
 *
 * @param signal which
 * @param reference counts of the reference
 * @param now counts of production
 * @param psi population stability index, at least 0
 * @param jensenShannon distance, 0 to 1
 * @param level what the thresholds make of it
 */
public record Drift(
    Signal signal, long reference, long now, double psi, double jensenShannon, Level level) {

  /** What is to be done. */
  public enum Level {
    /** Nothing. */
    STABLE,
    /** Look. */
    MOVED,
    /** Act: label a sample of today's products and evaluate. */
    DRIFTED,
    /** Nothing can be said yet. */
    TOO_FEW
  }

  /**
   * When a signal has moved.
   *
   * @param moved PSI from which on it has
   * @param drifted PSI from which on it has drifted
   * @param fewest counts that both windows need, since small samples differ by chance
   */
  public record Thresholds(double moved, double drifted, long fewest) {

    /** 0.1 and 0.25, as credit scoring has them (Siddiqi 2006), and 500 counts. */
    public static final Thresholds USUAL = new Thresholds(0.1, 0.25, 500);

    /**
     * Checks.
     *
     * @throws IllegalArgumentException if they are not in order
     */
    public Thresholds {
      if (!(moved > 0 && moved <= drifted) || fewest < 1) {
        throw new IllegalArgumentException(
            "no thresholds: " + moved + ", " + drifted + ", " + fewest);
      }
    }
  }

  /** Compares a signal; empty where one of the windows has no counts of it. */
  public static Optional<Drift> of(
      Signal signal, Window reference, Window now, Thresholds thresholds) {
    Map<String, Long> before = reference.of(signal);
    Map<String, Long> after = now.of(signal);
    if (before.isEmpty() || after.isEmpty()) {
      return Optional.empty();
    }
    double psi = Divergence.psi(before, after);
    long least = Math.min(total(before), total(after));
    Level level =
        least < thresholds.fewest
            ? Level.TOO_FEW
            : psi >= thresholds.drifted
                ? Level.DRIFTED
                : psi >= thresholds.moved ? Level.MOVED : Level.STABLE;
    return Optional.of(
        new Drift(
            signal,
            total(before),
            total(after),
            psi,
            Divergence.jensenShannon(before, after),
            level));
  }

  private static long total(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
