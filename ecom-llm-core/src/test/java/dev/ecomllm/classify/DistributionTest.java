package dev.ecomllm.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.ecomllm.classify.Distribution.Share;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DistributionTest {

  private static final Taxonomy TREE = Taxonomy.google();
  private static final Category ELECTRONICS = TREE.require(222);
  private static final Category COMPUTERS = TREE.require(278);
  private static final Category LAPTOPS = TREE.require(328);
  private static final Category DESKTOPS = TREE.require(325);
  private static final Category TOYS = TREE.require(1239);

  @Test
  void subtreesSumUpExactNodesAndWhatIsSomewhereBelow() {
    Distribution d =
        new Distribution(
            List.of(new Share(DESKTOPS, 0.2), new Share(LAPTOPS, 0.5)),
            List.of(new Share(COMPUTERS, 0.1)));

    assertThat(d.top().category()).isEqualTo(LAPTOPS);
    assertThat(d.mass(LAPTOPS)).isEqualTo(0.5);
    assertThat(d.mass(COMPUTERS)).isCloseTo(0.8, within(1e-12));
    assertThat(d.mass(ELECTRONICS)).isCloseTo(0.8, within(1e-12));
    assertThat(d.mass(TOYS)).isZero();
  }

  @Test
  void theOthersKeepTheirProportionsWhenTheFirstIsCalibrated() {
    Distribution d =
        Distribution.of(
            List.of(new Share(LAPTOPS, 0.8), new Share(DESKTOPS, 0.1), new Share(TOYS, 0.05)));

    Distribution less = d.withTop(0.6);
    assertThat(less.mass(LAPTOPS)).isEqualTo(0.6);
    assertThat(less.mass(DESKTOPS)).isCloseTo(0.2, within(1e-12));
    assertThat(less.mass(TOYS)).isCloseTo(0.1, within(1e-12));

    // 0.8/0.2 of 0.1 would be 0.4: more than the first has
    assertThat(d.withTop(0.2).mass(DESKTOPS)).isEqualTo(0.2);
    assertThat(d.withTop(1).mass(DESKTOPS)).isZero();
    assertThat(Distribution.of(List.of(new Share(TOYS, 1))).withTop(0.4).mass(TOYS)).isEqualTo(0.4);
  }

  @Test
  void whateverTheCalibrationTheSumStaysWithinOneAndTheFirstFirst() {
    Random random = new Random(11);
    for (int run = 0; run < 20_000; run++) {
      Distribution d = random(random);
      double probability = random.nextInt(10) == 0 ? random.nextInt(2) : random.nextDouble();
      Distribution moved = d.withTop(probability);

      double sum = 0;
      for (Share share : moved.exact()) {
        sum += share.probability();
        assertThat(share.probability()).isLessThanOrEqualTo(probability);
      }
      for (Share share : moved.below()) {
        sum += share.probability();
      }
      assertThat(sum).isLessThanOrEqualTo(1 + 1e-9);
      assertThat(moved.top().category()).isEqualTo(d.top().category());
      double above = 0;
      for (Category node : TREE.ancestors(d.top().category())) {
        double mass = moved.mass(node);
        if (above > 0) {
          assertThat(mass).isLessThanOrEqualTo(above + 1e-12);
        }
        above = mass;
      }
    }
  }

  @Test
  void scoresOfCandidatesBecomeASoftmax() {
    Distribution d =
        Distribution.ofCandidates(
            List.of(new Candidate(TOYS, 5 + Math.log(1)), new Candidate(LAPTOPS, 5 + Math.log(3))),
            0.2);

    assertThat(d.mass(LAPTOPS)).isCloseTo(0.6, within(1e-12));
    assertThat(d.mass(TOYS)).isCloseTo(0.2, within(1e-12));
  }

  @Test
  void impossibleDistributionsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Distribution.of(List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> new Share(TOYS, Double.NaN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Distribution.of(List.of(new Share(TOYS, 0.7), new Share(LAPTOPS, 0.4))));
  }

  private static Distribution random(Random random) {
    Set<Category> nodes = new HashSet<>();
    int size = 1 + random.nextInt(20);
    while (nodes.size() < size) {
      nodes.add(TREE.categories().get(random.nextInt(TREE.size())));
    }
    List<Share> exact = new ArrayList<>();
    double left = random.nextInt(4) == 0 ? 1 : random.nextDouble();
    for (Category node : nodes) {
      double share = left * Math.pow(random.nextDouble(), 2);
      exact.add(new Share(node, share));
      left -= share;
    }
    Category somewhere = exact.get(0).category();
    return new Distribution(exact, List.of(new Share(somewhere, left * random.nextDouble())));
  }
}
