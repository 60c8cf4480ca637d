package dev.ecomllm.rag.offline;

import dev.ecomllm.extract.AttributeExtractor;
import dev.ecomllm.extract.EvidenceFinder;
import dev.ecomllm.extract.ExtractRequest;
import dev.ecomllm.extract.ExtractedAttribute;
import dev.ecomllm.extract.ExtractedAttributes;
import dev.ecomllm.product.Product;
import java.util.List;

/**
 * Extracts without a server: rules for what a text states plainly. Every value is stated, none
 * inferred. Thread-safe.
 */
public final class EmbeddedExtractor implements AttributeExtractor {

  private EmbeddedExtractor() {}

  /** An extractor that knows the rules of this project. */
  public static EmbeddedExtractor create() {
    return new EmbeddedExtractor();
  }

  @Override
  public ExtractedAttributes extract(ExtractRequest request) {
    Product product = request.product();
    EvidenceFinder finder = EvidenceFinder.in(product);
    List<ExtractedAttribute> attributes =
        request.schema().isOpen()
            ? OpenRules.read(product, finder)
            : SchemaRules.read(product, request.schema(), finder);
    return new ExtractedAttributes(product.id(), attributes, List.of(), "embedded");
  }
}
