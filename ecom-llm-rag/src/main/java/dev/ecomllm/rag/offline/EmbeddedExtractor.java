package dev.ecomllm.rag.offline;

import dev.ecomllm.extract.AttributeExtractor;
import dev.ecomllm.extract.AttributeSchema;
import dev.ecomllm.extract.AttributeSpec;
import dev.ecomllm.extract.EvidenceFinder;
import dev.ecomllm.extract.ExtractRequest;
import dev.ecomllm.extract.ExtractedAttribute;
import dev.ecomllm.extract.ExtractedAttributes;
import dev.ecomllm.extract.LabelledAttributes;
import dev.ecomllm.product.Product;
import dev.ecomllm.task.Answerer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Extracts without a server: rules for what a text states plainly and, for categories that it was
 * shown labelled products of, what those taught. Every value is stated, none inferred. Immutable
 * and thread-safe.
 */
public final class EmbeddedExtractor implements AttributeExtractor, Answerer {

  private final LearnedAttributes learned;

  private EmbeddedExtractor(LearnedAttributes learned) {
    this.learned = learned;
  }

  /** An extractor that knows the rules of this project. */
  public static EmbeddedExtractor create() {
    return new EmbeddedExtractor(LearnedAttributes.NOTHING);
  }

  /**
   * An extractor that learned the shop's own attributes, by their own names, from labelled
   * products. It knows them in requests of the same category label, and replaces what this one
   * learned before. Training takes in the order of 5 ms a product on one processor and half a
   * gigabyte for some thousand; a few dozen products of a category are a beginning, a few hundred
   * are good. Only titles teach, and only titles are read by what was learned.
   */
  public EmbeddedExtractor learning(List<LabelledAttributes> labelled) {
    return new EmbeddedExtractor(LearnedAttributes.from(labelled));
  }

  @Override
  public ExtractedAttributes extract(ExtractRequest request) {
    Product product = request.product();
    EvidenceFinder finder = EvidenceFinder.in(product);
    List<ExtractedAttribute> attributes = new ArrayList<>(learned.read(request));
    Set<String> known = learned.names(request.category());
    if (!request.schema().isOpen()) {
      List<AttributeSpec> others =
          request.schema().attributes().stream()
              .filter(spec -> !known.contains(spec.name()) || !LearnedAttributes.isText(spec))
              .toList();
      attributes.addAll(SchemaRules.read(product, others, finder));
      attributes.sort(Comparator.comparingInt(found -> place(request.schema(), found)));
    } else if (known.isEmpty()) {
      attributes.addAll(OpenRules.read(product, finder));
    }
    return new ExtractedAttributes(product.id(), attributes, List.of(), "embedded");
  }

  private static int place(AttributeSchema schema, ExtractedAttribute found) {
    for (int i = 0; i < schema.attributes().size(); i++) {
      if (schema.attributes().get(i).name().equals(found.name())) {
        return i;
      }
    }
    return schema.attributes().size();
  }

  /** What it learned is not in it. */
  @Override
  public Map<String, String> fingerprint() {
    return Map.of("task", "extract", "model", "embedded");
  }

  @Override
  public Class<?> answers() {
    return ExtractedAttributes.class;
  }
}
