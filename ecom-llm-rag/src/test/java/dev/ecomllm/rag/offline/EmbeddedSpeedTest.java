package dev.ecomllm.rag.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ecomllm.extract.AttributeExtractor;
import dev.ecomllm.extract.AttributeSchema;
import dev.ecomllm.extract.ExtractRequest;
import dev.ecomllm.extract.LabelledAttributes;
import dev.ecomllm.product.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Extraction without a server is no slower than classification, in one run; it is far faster. */
class EmbeddedSpeedTest {

  private static final int PRODUCTS = 60;
  private static final List<String> ROASTS = List.of("Dawn Roast", "Dusk Roast", "Noon Roast");
  private static final List<String> CUTS = List.of("coarse", "fine", "whole bean");

  @Test
  void extractionIsAtLeastAsFastAsClassification() {
    List<LabelledAttributes> labelled = new ArrayList<>();
    List<Product> products = new ArrayList<>();
    for (int i = 0; i < PRODUCTS; i++) {
      String roast = ROASTS.get(i % ROASTS.size());
      String cut = CUTS.get(i / 3 % CUTS.size());
      Product product =
          Product.of("p" + i, "Maker" + i + " " + roast + " Coffee, " + cut + ", pack of 2, 250 g");
      products.add(product);
      labelled.add(
          new LabelledAttributes(
              product, "Coffee", Map.of("Mood", List.of(roast), "Cut", List.of(cut))));
    }
    EmbeddedEcomLlm llm = EmbeddedEcomLlm.open();
    AttributeExtractor learned = EmbeddedExtractor.create().learning(labelled);
    AttributeSchema schema = AttributeSchema.ofNames(List.of("Mood", "Cut", "Weight", "Brand"));
    long classifying = Long.MAX_VALUE;
    long extracting = Long.MAX_VALUE;
    for (int round = 0; round < 3; round++) {
      classifying = Math.min(classifying, nanos(products, llm.classifier()::classify));
      extracting =
          Math.min(
              extracting,
              nanos(
                  products,
                  p -> learned.extract(ExtractRequest.of(p, schema).withCategory("Coffee"))));
    }
    assertThat(extracting).isLessThanOrEqualTo(classifying);
  }

  private static long nanos(List<Product> products, Consumer<Product> work) {
    long start = System.nanoTime();
    products.forEach(work);
    return System.nanoTime() - start;
  }
}
