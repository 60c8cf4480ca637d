package dev.ecomllm.classify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ecomllm.calibration.CalibrationScope;
import dev.ecomllm.calibration.FittedCalibration;
import dev.ecomllm.classify.ClassificationFit.Labelled;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassificationFitTest {

  private static final CalibrationScope SCOPE =
      new CalibrationScope("classify", "simulated", "", "google 2021-09-21");

  @ParameterizedTest
  @ValueSource(doubles = {0.4, 1, 2.5, 5})
  void onFreshDataConfidenceIsHonestAndDecisionsHoldTheirPrecision(double sharpening) {
    SimulatedAnswers answers = new SimulatedAnswers(42, sharpening);
    FittedCalibration fitted = ClassificationFit.fit(SCOPE, answers.next(4_000));
    DecisionPolicy policy = DecisionPolicy.of(fitted, 0.95);
    List<Decided> fresh = decide(policy, answers.next(4_000));

    assertThat(error(fresh, Classification::confidence, Decided::right)).isLessThan(0.05);
    assertThat(error(fresh, Classification::decidedConfidence, Decided::rightlyDecided))
        .isLessThan(0.05);

    List<Decided> kept = fresh.stream().filter(d -> d.answer().decided().isPresent()).toList();
    double precision = share(kept, Decided::rightlyDecided);
    double depth =
        kept.stream().mapToInt(d -> d.answer().decided().orElseThrow().depth()).average().orElse(0);
    double leaves = share(fresh, d -> d.answer().decision() == Decision.LEAF);
    System.getLogger("figures")
        .log(
            System.Logger.Level.INFO,
            "sharpening %s: decided %.3f of the rows, right %.3f, leaves %.3f, mean depth %.2f"
                .formatted(
                    sharpening, (double) kept.size() / fresh.size(), precision, leaves, depth));
    assertThat(precision).isGreaterThanOrEqualTo(0.93);
    assertThat(leaves).isGreaterThan(0.2);
    assertThat(depth).isGreaterThan(2.5);
  }

  @Test
  void withFewRowsThePrecisionIsStillHeld() {
    double right = 0;
    double decided = 0;
    for (int seed = 0; seed < 20; seed++) {
      SimulatedAnswers answers = new SimulatedAnswers(seed, 2.5);
      DecisionPolicy policy =
          DecisionPolicy.of(ClassificationFit.fit(SCOPE, answers.next(300)), 0.95);
      List<Decided> kept =
          decide(policy, answers.next(300)).stream()
              .filter(d -> d.answer().decided().isPresent())
              .toList();
      decided += kept.size();
      right += kept.stream().filter(Decided::rightlyDecided).count();
    }

    assertThat(right / decided).isGreaterThanOrEqualTo(0.93);
    assertThat(decided).isGreaterThan(1_000);
  }

  @Test
  void aPrecisionOutOfReachLeavesEverythingToReview() {
    SimulatedAnswers answers = new SimulatedAnswers(1, 2.5);
    DecisionPolicy policy = DecisionPolicy.of(ClassificationFit.fit(SCOPE, answers.next(10)), 0.99);

    assertThat(decide(policy, answers.next(50)))
        .allMatch(d -> d.answer().decision() == Decision.REVIEW);
  }

  private static List<Decided> decide(DecisionPolicy policy, List<Labelled> answers) {
    return answers.stream().map(a -> new Decided(policy.decide("p", a.raw(), "m"), a)).toList();
  }

  private static double share(List<Decided> rows, Predicate<Decided> right) {
    return (double) rows.stream().filter(right).count() / rows.size();
  }

  /** Expected calibration error over ten bins of equal width, of the rows that have the figure. */
  private static double error(
      List<Decided> rows,
      Function<Classification, OptionalDouble> confidence,
      Predicate<Decided> right) {
    double[] gap = new double[10];
    int counted = 0;
    for (Decided row : rows) {
      OptionalDouble p = confidence.apply(row.answer());
      if (p.isPresent()) {
        counted++;
        gap[Math.min(9, (int) (p.getAsDouble() * 10))] +=
            (right.test(row) ? 1 : 0) - p.getAsDouble();
      }
    }
    double sum = 0;
    for (double g : gap) {
      sum += Math.abs(g);
    }
    return sum / counted;
  }

  private record Decided(Classification answer, Labelled truth) {
    boolean right() {
      return truth.isRight();
    }

    boolean rightlyDecided() {
      return truth.isBelow(answer.decided().orElseThrow());
    }
  }
}
