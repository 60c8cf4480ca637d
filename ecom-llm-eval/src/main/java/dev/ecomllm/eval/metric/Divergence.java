package dev.ecomllm.eval.metric;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** How far apart two distributions over the same values are, given as counts. */
public final class Divergence {

  private Divergence() {}

  /**
   * The population stability index (Karakoulas 2004; Siddiqi 2006): the sum over values of (q - p)
   * ln(q / p). Each count is raised by a half, so that an empty value is no infinity. Usual
   * thresholds: 0.1 look, 0.25 act.
   *
   * @return at least 0
   */
  public static double psi(Map<String, Long> reference, Map<String, Long> now) {
    Set<String> values = values(reference, now);
    double ofReference = total(reference) + values.size() / 2.0;
    double ofNow = total(now) + values.size() / 2.0;
    double sum = 0;
    for (String value : values) {
      double p = (reference.getOrDefault(value, 0L) + 0.5) / ofReference;
      double q = (now.getOrDefault(value, 0L) + 0.5) / ofNow;
      sum += (q - p) * Math.log(q / p);
    }
    return sum;
  }

  /**
   * The Jensen-Shannon distance (Endres and Schindelin 2003): the root of the divergence with
   * logarithms to base 2, as {@code scipy.spatial.distance.jensenshannon(p, q, 2)}.
   *
   * @return 0 (equal) to 1 (nothing in common)
   * @throws IllegalArgumentException if one has no counts
   */
  public static double jensenShannon(Map<String, Long> reference, Map<String, Long> now) {
    double ofReference = total(reference);
    double ofNow = total(now);
    if (ofReference == 0 || ofNow == 0) {
      throw new IllegalArgumentException("a distribution needs counts");
    }
    double sum = 0;
    for (String value : values(reference, now)) {
      double p = reference.getOrDefault(value, 0L) / ofReference;
      double q = now.getOrDefault(value, 0L) / ofNow;
      sum += part(p, (p + q) / 2) + part(q, (p + q) / 2);
    }
    return Math.sqrt(Math.max(0, sum / 2 / Math.log(2)));
  }

  private static double part(double p, double middle) {
    return p == 0 ? 0 : p * Math.log(p / middle);
  }

  private static Set<String> values(Map<String, Long> reference, Map<String, Long> now) {
    Set<String> values = new TreeSet<>(reference.keySet());
    values.addAll(now.keySet());
    return values;
  }

  private static double total(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
