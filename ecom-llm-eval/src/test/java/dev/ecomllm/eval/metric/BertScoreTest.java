package dev.ecomllm.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Vectors by hand: first and last token are the encoder's. */
class BertScoreTest {

  private static final float[] START = {0, 0, 1};
  private static final float[] END = {0, 0, -1};

  @Test
  void matchesEachTokenWithTheMostSimilarOne() {
    float[][] reference = {START, {2, 0, 0}, {0, 3, 0}, END};
    float[][] candidate = {START, {1, 0, 0}, END};

    Scores scores = BertScore.of(reference, candidate);

    assertThat(scores.precision()).isCloseTo(1, within(1e-12));
    assertThat(scores.recall()).isCloseTo(0.5, within(1e-12));
    assertThat(scores.f1()).isCloseTo(2 / 3.0, within(1e-12));
  }

  @Test
  void theEncodersOwnTokensMayBeMatchedButHaveNoWeight() {
    float[][] reference = {START, {1, 0, 0}, END};
    float[][] candidate = {START, {0, 0, 5}, END};

    Scores scores = BertScore.of(reference, candidate);

    assertThat(scores.precision()).isCloseTo(1, within(1e-12));
    assertThat(scores.recall()).isCloseTo(0, within(1e-12));
  }

  @Test
  void aTextWithoutTokensHasNothingInCommon() {
    float[][] empty = {START, END};
    float[][] one = {START, {1, 0, 0}, END};

    assertThat(BertScore.of(empty, one)).isEqualTo(Scores.ZERO);
    assertThat(BertScore.of(one, empty)).isEqualTo(Scores.ZERO);
  }

  @Test
  void withoutAnyAgreementF1IsZeroNotUndefined() {
    float[][] one = {{0, 1, 0}, {1, 0, 0}, {0, 1, 0}};
    float[][] other = {{0, 0, 1}, {0, 0, 1}, {0, 0, 1}};

    assertThat(BertScore.of(one, other)).isEqualTo(Scores.ZERO);
  }
}
