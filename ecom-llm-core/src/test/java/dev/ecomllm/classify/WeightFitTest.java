package dev.ecomllm.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ecomllm.calibration.Calibration;
import dev.ecomllm.calibration.CalibrationScope;
import dev.ecomllm.calibration.FittedCalibration;
import dev.ecomllm.classify.Classification.Alternative;
import dev.ecomllm.classify.ClassificationFit.LabelledResult;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WeightFitTest {

  private static final List<Category> TREE = Taxonomy.google().categories();
  private static final CalibrationScope SCOPE =
      new CalibrationScope("classify", "m", "shortlist-0", "google 2021-09-21");

  @Test
  void theWeightsOfTheDataAreFound() {
    Weights truth = new Weights(0.5, 0.8, -0.7);
    Weights fitted = WeightFit.fit(simulated(6_000, truth)).orElseThrow();

    assertThat(fitted.model()).isCloseTo(0.5, within(0.06));
    assertThat(fitted.retriever()).isCloseTo(0.8, within(0.08));
    assertThat(fitted.none()).isCloseTo(-0.7, within(0.15));
  }

  @Test
  void fewRowsTeachNothing() {
    assertThat(WeightFit.fit(simulated(49, Weights.MODEL_ALONE))).isEmpty();
  }

  @Test
  void resultsWithBothScoresAreCombinedAnew() {
    List<LabelledResult> results = simulated(4_000, new Weights(0.4, 1, 0));
    FittedCalibration fitted =
        ClassificationFit.fitResults(SCOPE, results.subList(0, 2_000), Calibration::fit);
    Weights weights = Weights.of(fitted);
    DecisionPolicy policy = DecisionPolicy.of(fitted, 0.9);

    assertThat(weights.retriever()).isCloseTo(1, within(0.15));
    int combinedRight = 0;
    int modelRight = 0;
    double gap = 0;
    for (LabelledResult result : results.subList(2_000, 4_000)) {
      Distribution raw = Signals.of(result.answer()).orElseThrow().combine(weights);
      Classification answer = policy.decide("p", raw, "m");
      boolean right = result.accepted().contains(answer.category());
      combinedRight += right ? 1 : 0;
      modelRight += result.accepted().contains(result.answer().category()) ? 1 : 0;
      gap += answer.confidence().getAsDouble() - (right ? 1 : 0);
    }
    assertThat(combinedRight).isGreaterThan(modelRight + 200);
    assertThat(Math.abs(gap) / 2_000).isLessThan(0.03);
  }

  @Test
  void aRefitStartsFromTheScoreAndNotFromTheConfidence() {
    List<LabelledResult> plain = new ArrayList<>();
    List<LabelledResult> calibrated = new ArrayList<>();
    DecisionPolicy earlier =
        new DecisionPolicy(
            new Calibration.Temperature(4), Calibration.identity(), 1, 1, Decision.REVIEW);
    for (ClassificationFit.Labelled answer : new SimulatedAnswers(9, 2.5).next(1_000)) {
      plain.add(
          new LabelledResult(
              DecisionPolicy.atLeast(1).decide("p", answer.raw(), "m"), answer.accepted()));
      calibrated.add(new LabelledResult(earlier.decide("p", answer.raw(), "m"), answer.accepted()));
    }
    FittedCalibration first = ClassificationFit.fitResults(SCOPE, plain, Calibration::fit);
    FittedCalibration again = ClassificationFit.fitResults(SCOPE, calibrated, Calibration::fit);

    assertThat(again.curve("exact")).isEqualTo(first.curve("exact"));
    assertThat(again.threshold("exact")).isEqualTo(first.threshold("exact"));
  }

  @Test
  void resultsAreDecidedAnewWithoutAskingAnybody() {
    List<LabelledResult> results = simulated(1_000, new Weights(0.4, 1, 0));
    FittedCalibration fitted = ClassificationFit.fitResults(SCOPE, results, Calibration::fit);
    int right = 0;
    int rightAnew = 0;
    for (LabelledResult result : results) {
      Classification anew = ClassificationFit.redo(result.answer(), fitted, 0.8);
      right += result.accepted().contains(result.answer().category()) ? 1 : 0;
      rightAnew += result.accepted().contains(anew.category()) ? 1 : 0;
    }
    Classification unscored =
        result(
            OptionalDouble.empty(), List.of(new Alternative(TREE.get(5), OptionalDouble.empty())));

    assertThat(rightAnew).isGreaterThan(right + 100);
    assertThat(ClassificationFit.redo(unscored, fitted, 0.8)).isEqualTo(unscored);
    assertThat(ReviewReason.of(unscored)).isEqualTo("nothing is known of how sure the answer is");
    assertThat(ReviewReason.of(results.get(0).answer())).contains(" sure of ");
  }

  @Test
  void scoresOfAnotherScaleAndResultsWithoutAny() {
    Random random = new Random(6);
    List<LabelledResult> results = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      double margin = 5 * random.nextGaussian();
      boolean right = random.nextDouble() < 1 / (1 + Math.exp(-margin));
      results.add(
          new LabelledResult(
              result(
                  i % 3 == 0 ? OptionalDouble.empty() : OptionalDouble.of(margin),
                  List.of(new Alternative(TREE.get(5), OptionalDouble.empty()))),
              Set.of(TREE.get(right ? 5 : 900))));
    }
    FittedCalibration fitted = ClassificationFit.fitResults(SCOPE, results, Calibration::fit);

    assertThat(fitted.rows()).isEqualTo(2_000);
    assertThat(fitted.weights()).isEmpty();
    assertThat(fitted.curve("exact").probability(0)).isCloseTo(0.5, within(0.1));
    assertThat(fitted.curve("exact").probability(6)).isGreaterThan(0.95);
  }

  @Test
  void pathsGetTheirLevelsBack() {
    Category laptops = Taxonomy.google().require(328);
    PathAnswer path = new PathAnswer(laptops, List.of(0.9, 0.8, 0.5));
    PathAnswer sure = new PathAnswer(laptops, List.of(0.99, 0.98, 0.97));
    List<LabelledResult> results = new ArrayList<>();
    Category desktops = Taxonomy.google().require(325);
    for (int i = 0; i < 400; i++) {
      // half of the unsure ones are another computer
      results.add(
          new LabelledResult(
              PathClassifier.withScores(
                  DecisionPolicy.atLeast(1).decide("p", path.distribution(), "m"), path),
              Set.of(i % 2 == 0 ? laptops : desktops)));
      results.add(
          new LabelledResult(
              PathClassifier.withScores(
                  DecisionPolicy.atLeast(1).decide("p", sure.distribution(), "m"), sure),
              Set.of(laptops)));
    }
    DecisionPolicy policy =
        DecisionPolicy.of(ClassificationFit.fitResults(SCOPE, results, Calibration::fit), 0.95);

    assertThat(policy.decide("p", sure.distribution(), "m").decision()).isEqualTo(Decision.LEAF);
    Classification unsure = policy.decide("p", path.distribution(), "m");
    assertThat(unsure.decision()).isEqualTo(Decision.ANCESTOR);
    assertThat(unsure.decided()).contains(Taxonomy.google().require(278));
    assertThat(unsure.confidence().getAsDouble()).isCloseTo(0.5, within(0.03));
  }

  /** Shortlists of five whose truth follows both scores as the weights say. */
  private static List<LabelledResult> simulated(int count, Weights truth) {
    Random random = new Random(12);
    List<LabelledResult> results = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      double[] logs = new double[6];
      for (int i = 0; i < 6; i++) {
        logs[i] = 2 * random.nextGaussian();
      }
      List<Double> model = new ArrayList<>();
      for (double p : LogLinear.softmax(logs)) {
        model.add(p);
      }
      List<Double> scores = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        scores.add(2 * random.nextGaussian() - 7);
      }
      List<Double> shares = truth.combine(model, scores);
      double at = random.nextDouble();
      int right = 0;
      while (right < 5 && at > shares.get(right)) {
        at -= shares.get(right);
        right++;
      }
      List<Alternative> alternatives = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        alternatives.add(
            new Alternative(
                TREE.get(row % 5_000 + i),
                OptionalDouble.of(model.get(i)),
                OptionalDouble.of(Math.log(model.get(i))),
                OptionalDouble.of(scores.get(i))));
      }
      alternatives.sort(
          (a, b) -> Double.compare(b.confidence().getAsDouble(), a.confidence().getAsDouble()));
      results.add(
          new LabelledResult(
              result(alternatives.get(0).confidence(), alternatives),
              Set.of(TREE.get(row % 5_000 + (right == 5 ? 100 : right)))));
    }
    return results;
  }

  private static Classification result(OptionalDouble score, List<Alternative> alternatives) {
    return new Classification(
        "p",
        alternatives.get(0).category(),
        alternatives.get(0).confidence(),
        score,
        Decision.REVIEW,
        Optional.empty(),
        OptionalDouble.empty(),
        alternatives,
        "m");
  }
}
