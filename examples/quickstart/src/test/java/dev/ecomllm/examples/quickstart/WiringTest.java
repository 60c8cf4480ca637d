package dev.ecomllm.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ecomllm.EcomLlm;
import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.product.Product;
import dev.ecomllm.rag.offline.EmbeddedEcomLlm;
import dev.ecomllm.testing.StubVllm;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

class WiringTest {

  private static final Product SHOE = Product.of("sku-1", "Nike Air Max 90 Running Shoes, Black");

  @Test
  void springMakesTheBeansAndClosesWhatCanBeClosed() {
    try (StubVllm vllm = StubVllm.start().answer("A")) {
      System.setProperty("ecomllm.endpoint", vllm.endpoint().toString());
      System.setProperty("ecomllm.model", vllm.model());
      EcomLlm llm;
      try (AnnotationConfigApplicationContext context =
          new AnnotationConfigApplicationContext(PlainSpring.class)) {
        llm = context.getBean(EcomLlm.class);
        assertThat(context.getBean(ProductClassifier.class).classify(SHOE).answeredBy())
            .isEqualTo("stub-model");
        assertThat(context.getBean(ListingService.class).describe(SHOE)).startsWith(SHOE.title());
      }
      assertThatThrownBy(() -> llm.classifier().classify(SHOE))
          .isInstanceOf(RuntimeException.class);
    } finally {
      System.clearProperty("ecomllm.endpoint");
      System.clearProperty("ecomllm.model");
    }
  }

  @Test
  void plainJavaServesFromTheEmbeddedEngineWhereThereIsNoServer() {
    EmbeddedEcomLlm embedded = EmbeddedEcomLlm.openByWords();
    try (StubVllm vllm = StubVllm.start();
        EcomLlm llm =
            EcomLlm.builder()
                .endpoint(vllm.endpoint())
                .model(vllm.model())
                .maxAttempts(1)
                .candidates(embedded.categories())
                .build()) {
      vllm.stop();
      assertThat(PlainJava.service(llm, embedded).describe(SHOE))
          .startsWith(SHOE.title() + ": ")
          .contains("color Black");
    }
  }
}
