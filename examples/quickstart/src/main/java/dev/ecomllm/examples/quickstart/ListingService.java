package dev.ecomllm.examples.quickstart;

import dev.ecomllm.classify.Classification;
import dev.ecomllm.classify.Decision;
import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.extract.AttributeExtractor;
import dev.ecomllm.extract.ExtractRequest;
import dev.ecomllm.extract.SchemaRegistry;
import dev.ecomllm.product.Product;
import java.util.Objects;

/**
 * A class of the shop. It knows the task interfaces alone, so it neither knows nor cares who
 * answers, and a test hands it a lambda. How it is wired: {@link PlainJava}, {@link PlainSpring}.
 */
public final class ListingService {

  private final ProductClassifier classifier;
  private final AttributeExtractor extractor;
  private final SchemaRegistry schemas = SchemaRegistry.builtin();

  /** A service on these two. */
  public ListingService(ProductClassifier classifier, AttributeExtractor extractor) {
    this.classifier = Objects.requireNonNull(classifier, "classifier");
    this.extractor = Objects.requireNonNull(extractor, "extractor");
  }

  /** A line for the shop's page. */
  public String describe(Product product) {
    Classification answer = classifier.classify(product);
    if (answer.decision() == Decision.REVIEW) {
      return product.title() + ": a person will look at it";
    }
    ExtractRequest request =
        ExtractRequest.of(product, schemas.schemaFor(answer.category()))
            .withCategory(answer.category().path().toString());
    StringBuilder line =
        new StringBuilder(product.title() + ": " + answer.decided().orElseThrow().name());
    extractor
        .extract(request)
        .attributes()
        .forEach(each -> line.append(", ").append(each.name()).append(' ').append(each.value()));
    return line.toString();
  }
}
