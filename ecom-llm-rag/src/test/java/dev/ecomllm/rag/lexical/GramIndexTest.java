package dev.ecomllm.rag.lexical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class GramIndexTest {

  private final GramIndex index =
      GramIndex.of(
          List.of(List.of("cordless drill", "drill"), List.of("drill cloth"), List.of("sofa")));

  @Test
  void theScoreIsTheFormulaOfTheJavadoc() {
    // "drill": in 2 of 3 things; weight in thing 0: 1/sqrt(3) + 1 = 1.577, capped at 1.5; in thing
    // 1: 1/sqrt(3).
    double idf = Math.log(1 + 3.0 / 2);
    assertThat(index.scores("drill")[0]).isCloseTo((float) (idf * 1.5), within(1e-6f));
    assertThat(index.scores("drill")[1]).isCloseTo((float) (idf / Math.sqrt(3)), within(1e-6f));
    assertThat(index.scores("drill")[2]).isZero();
    // "cordless drill" and "cordless" are in one thing alone.
    double rare = Math.log(1 + 3.0) / Math.sqrt(3);
    assertThat(index.scores("cordless drills")[0])
        .isCloseTo((float) ((2 * rare + idf * 1.5) / Math.sqrt(3)), within(1e-6f));
  }

  @Test
  void unknownWordsScoreNothing() {
    assertThat(index.scores("xyzzy")).containsOnly(0f);
    assertThat(index.scores("")).containsOnly(0f);
  }

  @Test
  void sharesAreOfTheWeightOfKnownWords() {
    assertThat(index.shares("sofa xyzzy")).containsExactly(0f, 0f, 1f);
    assertThat(index.shares("nothing here")).containsOnly(0f);
    assertThat(index.shares("drill")[0]).isEqualTo(1f);
    assertThat(index.shares("drill")[1]).isBetween(0.3f, 0.5f);
  }

  @Test
  void saysNothingOfItsTexts() {
    assertThat(index).hasToString("GramIndex[3 things, 6 grams]");
    assertThat(index.pairs()).isEqualTo(7);
    assertThat(index.size()).isEqualTo(3);
  }
}
