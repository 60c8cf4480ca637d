package dev.ecomllm.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.ecomllm.calibration.Calibration;
import dev.ecomllm.classify.Classification.Alternative;
import dev.ecomllm.classify.Distribution.Share;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class DecisionPolicyTest {

  private static final Taxonomy TREE = Taxonomy.google();
  private static final Category ELECTRONICS = TREE.require(222);
  private static final Category COMPUTERS = TREE.require(278);
  private static final Category LAPTOPS = TREE.require(328);
  private static final Category DESKTOPS = TREE.require(325);
  private static final Category TOYS = TREE.require(1239);

  @Test
  void aSureCategoryIsDecided() {
    Classification c = decide(0.8, new Share(LAPTOPS, 0.85), new Share(DESKTOPS, 0.1));

    assertThat(c.decision()).isEqualTo(Decision.LEAF);
    assertThat(c.decided()).contains(LAPTOPS);
    assertThat(c.confidence()).hasValue(0.85);
    assertThat(c.decidedConfidence()).hasValue(0.85);
    assertThat(c.score()).hasValue(0.85);
  }

  @Test
  void theDeepestSureAncestorIsDecided() {
    Classification c =
        decide(
            0.8, new Share(LAPTOPS, 0.5), new Share(DESKTOPS, 0.35), new Share(ELECTRONICS, 0.1));

    assertThat(c.category()).isEqualTo(LAPTOPS);
    assertThat(c.decision()).isEqualTo(Decision.ANCESTOR);
    assertThat(c.decided()).contains(COMPUTERS);
    assertThat(c.decidedConfidence().getAsDouble()).isCloseTo(0.85, within(1e-12));
  }

  @Test
  void anInnerCategoryMayStandForWhatIsBelowIt() {
    Classification c = decide(0.8, new Share(COMPUTERS, 0.5), new Share(LAPTOPS, 0.4));

    assertThat(c.category()).isEqualTo(COMPUTERS);
    assertThat(c.decision()).isEqualTo(Decision.ANCESTOR);
    assertThat(c.decided()).contains(COMPUTERS);
    assertThat(c.confidence()).hasValue(0.5);
  }

  @Test
  void whatNothingIsSureOfGoesToAPerson() {
    Classification c = decide(0.8, new Share(LAPTOPS, 0.5), new Share(TOYS, 0.4));

    assertThat(c.decision()).isEqualTo(Decision.REVIEW);
    assertThat(c.decided()).isEmpty();
    assertThat(c.decidedConfidence()).isEmpty();
    assertThat(c.alternatives())
        .containsExactly(
            new Alternative(LAPTOPS, OptionalDouble.of(0.5)),
            new Alternative(TOYS, OptionalDouble.of(0.4)));
  }

  @Test
  void theScoreIsWhatWasBeforeTheCalibration() {
    DecisionPolicy policy =
        new DecisionPolicy(
            new Calibration.Temperature(2), Calibration.identity(), 0.7, 0.9, Decision.REVIEW);
    Classification c =
        policy.decide("p", Distribution.of(List.of(new Share(LAPTOPS, 0.9))), "model");

    assertThat(c.score()).hasValue(0.9);
    assertThat(c.confidence().getAsDouble()).isCloseTo(0.75, within(1e-12));
    assertThat(c.decision()).isEqualTo(Decision.LEAF);
    assertThat(c.answeredBy()).isEqualTo("model");
  }

  @Test
  void anUnknownConfidenceGoesToReviewUnlessTheCallerTakesIt() {
    DecisionPolicy policy = DecisionPolicy.atLeast(0.9);
    Classification review = policy.decideUnknown("p", List.of(LAPTOPS, TOYS), "model");
    Classification taken =
        policy.withWhenUnknown(Decision.LEAF).decideUnknown("p", List.of(LAPTOPS, TOYS), "model");

    assertThat(review.decision()).isEqualTo(Decision.REVIEW);
    assertThat(review.confidence()).isEmpty();
    assertThat(review.alternatives()).hasSize(2);
    assertThat(taken.decision()).isEqualTo(Decision.LEAF);
    assertThat(taken.decided()).contains(LAPTOPS);
    assertThat(taken.decidedConfidence()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.withWhenUnknown(Decision.ANCESTOR));
  }

  @Test
  void noMoreThanFiftyAlternativesAreListed() {
    List<Share> many =
        TREE.categories().stream().limit(80).map(node -> new Share(node, 0.01)).toList();

    assertThat(DecisionPolicy.atLeast(0.9).decide("p", Distribution.of(many), "m").alternatives())
        .hasSize(50);
  }

  private static Classification decide(double threshold, Share... shares) {
    return DecisionPolicy.atLeast(threshold).decide("p", Distribution.of(List.of(shares)), "model");
  }
}
