package dev.ecomllm.eval.score;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ecomllm.eval.metric.Interval;
import dev.ecomllm.eval.metric.Resampling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Many examples counted together say the same as each for itself. */
class AlikeTest {

  private static final Resampling RESAMPLING = new Resampling(400, 1, 0.95);

  private final SplittableRandom random = new SplittableRandom(3);

  @Test
  void aFewAreKeptAndManyCounted() {
    List<String> few = Collections.nCopies(Alike.FEW, "a");
    assertThat(Alike.of(few).each()).hasSize(Alike.FEW);

    List<String> many = new ArrayList<>(few);
    many.add("b");
    Alike<String> alike = Alike.of(many);
    assertThat(alike.each()).containsExactly("a", "b");
    assertThat(alike.counts()).containsExactly(Alike.FEW, 1);
    assertThat(alike.size()).isEqualTo(Alike.FEW + 1);
  }

  @Test
  void figuresOfManyAreThoseOfEach() {
    List<Integer> examples = random.ints(20_000, 0, 5).boxed().toList();
    Figure each = figure(new Figures<>(examples, RESAMPLING));
    Figure alike = figure(new Figures<>(Alike.of(examples), RESAMPLING));

    assertThat(alike.value()).isCloseTo(each.value(), within(1e-12));
    assertThat(alike.n()).isEqualTo(each.n()).isEqualTo(20_000);
    assertThat(alike.interval().low()).isCloseTo(each.interval().low(), within(0.006));
    assertThat(alike.interval().high()).isCloseTo(each.interval().high(), within(0.006));
  }

  private static Figure figure(Figures<Integer> figures) {
    return requireNonNull(figures.mean("m", item -> true, item -> item).build().get("m"));
  }

  @Test
  void confidencesInStepsHaveTheSameErrorsAndCoverage() {
    double[] confidence = new double[30_000];
    boolean[] right = new boolean[confidence.length];
    for (int i = 0; i < confidence.length; i++) {
      confidence[i] = i % 10 == 0 ? Double.NaN : i == 1 ? 1 : Math.sqrt(random.nextDouble());
      right[i] = random.nextDouble() < Math.sqrt(confidence[i]);
    }
    Confidences each = Confidences.each(confidence, right);
    Confidences steps = Confidences.inSteps(confidence, right);

    assertThat(steps.counts().length).isLessThan(2_100);
    assertThat(steps.errors(steps.counts()))
        .containsExactly(each.errors(each.counts()), within(1e-6));
    assertThat(steps.coverage(steps.counts()))
        .containsExactly(each.coverage(each.counts()), within(5e-3));
    Interval[] ofEach = each.intervals(RESAMPLING);
    Interval[] ofSteps = steps.intervals(RESAMPLING);
    for (int i = 2; i < 4; i++) {
      assertThat(ofSteps[i].low()).isCloseTo(ofEach[i].low(), within(0.002));
      assertThat(ofSteps[i].high()).isCloseTo(ofEach[i].high(), within(0.002));
    }
    assertThat(Confidences.inSteps(new double[9], new boolean[9]).counts()).hasSize(9);
  }
}
