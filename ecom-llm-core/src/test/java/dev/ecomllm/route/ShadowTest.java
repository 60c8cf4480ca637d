package dev.ecomllm.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ecomllm.classify.Classification;
import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.extract.ExtractRequest;
import dev.ecomllm.extract.ExtractedAttributes;
import dev.ecomllm.product.Product;
import dev.ecomllm.qa.Answer;
import dev.ecomllm.qa.QaRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ShadowTest {

  private final ProductClassifier first = product -> Sides.classification(product.id(), "first");

  @Test
  void theSecondAnswerIsRecordedAndNeverWaitedFor() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    List<Shadow.Pair<Product, Classification>> pairs = new CopyOnWriteArrayList<>();
    Shadow shadow = Shadow.atMost(1);
    ProductClassifier both =
        shadow.classifier(
            first,
            product -> {
              await(release);
              return Sides.classification(product.id(), "second");
            },
            pairs::add);

    assertThat(both.classify(Sides.PRODUCT).answeredBy()).isEqualTo("first");
    assertThat(both.classify(Sides.PRODUCT).answeredBy()).isEqualTo("first");
    assertThat(pairs).isEmpty();
    assertThat(shadow.dropped()).as("no second thread").isOne();
    release.countDown();
    shadow.close();

    assertThat(pairs).hasSize(1);
    assertThat(shadow.recorded()).isOne();
    assertThat(pairs.get(0).input()).isEqualTo(Sides.PRODUCT);
    assertThat(pairs.get(0).answer().answeredBy()).isEqualTo("first");
    assertThat(pairs.get(0).shadow().map(Classification::answeredBy)).contains("second");
    assertThat(pairs.get(0).failure()).isEmpty();
  }

  @Test
  void aShadowThatFailsIsRecordedAndHarmsNobody() {
    List<Shadow.Pair<ExtractRequest, ExtractedAttributes>> pairs = new CopyOnWriteArrayList<>();
    try (Shadow shadow = Shadow.atMost(2)) {
      assertThat(
              shadow
                  .extractor(
                      request -> Sides.attributes("1", "first"),
                      request -> {
                        throw new IllegalStateException("broken");
                      },
                      pairs::add)
                  .extract(Sides.PRODUCT)
                  .answeredBy())
          .isEqualTo("first");
    }
    assertThat(pairs).hasSize(1);
    assertThat(pairs.get(0).shadow()).isEmpty();
    assertThat(pairs.get(0).failure()).get().isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatTheRecorderThrowsIsDropped() {
    Shadow shadow = Shadow.atMost(1);
    shadow
        .qa(
            request -> Sides.answer("1", "first"),
            request -> Sides.answer("1", "second"),
            (Shadow.Pair<QaRequest, Answer> pair) -> {
              throw new IllegalStateException("disk full");
            })
        .ask(Sides.PRODUCT, "red?");
    shadow.close();

    assertThat(shadow.recorded()).isZero();
  }

  @Test
  void whatTheFirstFailsTheShadowIsNotAsked() {
    CountDownLatch asked = new CountDownLatch(1);
    try (Shadow shadow = Shadow.atMost(1)) {
      ProductClassifier both =
          shadow.classifier(
              product -> {
                throw new IllegalStateException("first");
              },
              product -> {
                asked.countDown();
                return Sides.classification("1", "second");
              },
              pair -> {});
      assertThatThrownBy(() -> both.classify(Sides.PRODUCT)).hasMessage("first");
    }
    assertThat(asked.getCount()).isOne();
  }

  @Test
  void aClosedShadowDropsAll() {
    Shadow shadow = Shadow.atMost(1);
    shadow.close();

    assertThat(shadow.classifier(first, first, pair -> {}).classify(Sides.PRODUCT).answeredBy())
        .isEqualTo("first");
    assertThat(shadow.dropped()).isOne();
    assertThatThrownBy(() -> Shadow.atMost(0)).isInstanceOf(IllegalArgumentException.class);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
