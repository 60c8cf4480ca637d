package dev.ecomllm.examples.quickstart;

import dev.ecomllm.classify.Classification;
import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.product.Product;
import dev.ecomllm.rag.offline.EmbeddedEcomLlm;

/**
 * Which category? Run with {@code -Dexec.mainClass=dev.ecomllm.examples.quickstart.ClassifyOne}.
 */
public final class ClassifyOne {

  private ClassifyOne() {}

  /** Classifies the title given, or a shoe. */
  public static void main(String[] args) {
    String title = args.length > 0 ? String.join(" ", args) : "Nike Air Max 90 Running Shoes";

    ProductClassifier classifier = EmbeddedEcomLlm.open().classifier();
    Classification c = classifier.classify(Product.of("sku-1", title));
    System.out.println(c.category().path()); // Apparel & Accessories > Shoes
    System.out.println(c.confidence()); // a probability, calibrated
    System.out.println(c.decision()); // LEAF, ANCESTOR or REVIEW
  }
}
