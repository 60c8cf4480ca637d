package dev.ecomllm.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ecomllm.product.Product;
import dev.ecomllm.taxonomy.Taxonomy;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PositionBiasTest {

  private static final Taxonomy TREE = Taxonomy.google();
  private static final List<Product> PRODUCTS =
      IntStream.range(0, 20).mapToObj(i -> Product.of("sku-" + i, "Thing " + i)).toList();

  @Test
  void aModelThatDoesNotMindShowsNoBias() {
    PositionBias bias = measure(new StubModel(path -> path.length()));

    assertThat(bias.lists()).isEqualTo(20);
    assertThat(bias.changed()).isZero();
    assertThat(bias.distance()).isCloseTo(0, within(1e-9));
    assertThat(bias.early()).isCloseTo(0, within(1e-9));
  }

  @Test
  void aModelThatLikesTheFirstShowsHowMuch() {
    PositionBias bias = measure(new StubModel(path -> 1).likingTheFirst(4));

    // two categories and "none of these": the first has 4 of 6, and 1 of 6 when it is second
    assertThat(bias.changed()).isEqualTo(1);
    assertThat(bias.distance()).isCloseTo(0.5, within(1e-9));
    assertThat(bias.early()).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void withoutLogprobsOnlyTheAnswersCount() {
    PositionBias bias = measure(new StubModel(path -> 1).likingTheFirst(4).withoutLogprobs());

    assertThat(bias.changed()).isEqualTo(1);
    assertThat(bias.distance()).isZero();
  }

  @Test
  void withoutCandidatesThereIsNothingToMeasure() {
    PositionBias bias =
        PositionBias.measure(
            new StubModel(path -> 1),
            ClassifierOptions.defaults(),
            (product, limit) -> List.of(),
            PRODUCTS);

    assertThat(bias).isEqualTo(new PositionBias(0, 0, 0, 0));
  }

  private static PositionBias measure(StubModel model) {
    return PositionBias.measure(
        model,
        ClassifierOptions.defaults(),
        ModelClassifierTest.source(TREE.categories().subList(40, 42)),
        PRODUCTS);
  }
}
