package dev.ecomllm.calibration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * From how high a probability on answers are right often enough, computed on labelled answers and
 * not typed in by hand. Immutable.
 *
 * @param byPrecision the threshold, 0 to 1, by the precision that it reaches; a precision that no
 *     threshold reaches is not among them
 */
public record Thresholds(NavigableMap<Double, Double> byPrecision) {

  /** The precisions that a table is made for: 0.50, 0.55 ... 0.90, then each hundredth. */
  public static final List<Double> PRECISIONS = precisions();

  /** Copies. */
  public Thresholds {
    byPrecision = Collections.unmodifiableNavigableMap(new TreeMap<>(byPrecision));
  }

  /**
   * The lowest threshold that reaches each precision of {@link #PRECISIONS}.
   *
   * @param answers with their calibrated probabilities as scores
   */
  public static Thresholds fit(List<Observation> answers) {
    List<Observation> surest = new ArrayList<>(answers);
    surest.sort(Comparator.comparingDouble(Observation::score).reversed());
    NavigableMap<Double, Double> table = new TreeMap<>();
    int right = 0;
    for (int i = 0; i < surest.size(); i++) {
      right += surest.get(i).right() ? 1 : 0;
      double score = surest.get(i).score();
      boolean tie = i + 1 < surest.size() && surest.get(i + 1).score() == score;
      if (!tie) {
        double proven = provenPrecision(right, i + 1);
        for (double precision : PRECISIONS) {
          if (proven >= precision) {
            table.put(precision, score);
          }
        }
      }
    }
    return new Thresholds(table);
  }

  /**
   * The threshold for a precision: that of the smallest one in the table that is at least as high.
   * Empty if none is: no answer should then be taken without a person.
   *
   * @param precision above 0, at most 1
   */
  public OptionalDouble at(double precision) {
    if (!(precision > 0 && precision <= 1)) {
      throw new IllegalArgumentException(
          "a target precision must be above 0 and at most 1, not " + precision);
    }
    // A hair less, so that 0.1 + 0.85 finds 0.95.
    var entry = byPrecision.ceilingEntry(precision - 1e-9);
    return entry == null ? OptionalDouble.empty() : OptionalDouble.of(entry.getValue());
  }

  /**
   * The precision that so many answers speak for: one standard error below the share that was right
   * (Wilson's lower bound with z = 1), because the lowest threshold that just reaches a precision
   * is likely to have been lucky.
   */
  public static double provenPrecision(int right, int of) {
    if (of == 0) {
      return 0;
    }
    double share = (double) right / of;
    double halved = 1.0 / (2 * of);
    double spread = Math.sqrt(share * (1 - share) / of + halved * halved);
    return (share + halved - spread) / (1 + 1.0 / of);
  }

  private static List<Double> precisions() {
    List<Double> precisions = new ArrayList<>();
    for (int percent = 50; percent < 90; percent += 5) {
      precisions.add(percent / 100.0);
    }
    for (int percent = 90; percent < 100; percent++) {
      precisions.add(percent / 100.0);
    }
    return List.copyOf(precisions);
  }
}
