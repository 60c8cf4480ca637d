package dev.ecomllm.route;

import dev.ecomllm.classify.Classification;
import dev.ecomllm.classify.Decision;
import dev.ecomllm.extract.ExtractedAttributes;
import dev.ecomllm.product.Product;
import dev.ecomllm.qa.Answer;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Answers that say who gave them. */
final class Sides {

  static final Product PRODUCT = Product.of("sku-1", "A lamp");

  private Sides() {}

  static Classification classification(String productId, String answeredBy) {
    Category category = Taxonomy.google().require(328);
    return new Classification(
        productId,
        category,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Decision.LEAF,
        Optional.of(category),
        OptionalDouble.empty(),
        List.of(),
        answeredBy);
  }

  static ExtractedAttributes attributes(String productId, String answeredBy) {
    return new ExtractedAttributes(productId, List.of(), List.of(), answeredBy);
  }

  static Answer answer(String productId, String answeredBy) {
    return new Answer.Unknown(
        productId, Answer.Reason.NOT_ANSWERED, OptionalDouble.empty(), List.of(), answeredBy);
  }
}
