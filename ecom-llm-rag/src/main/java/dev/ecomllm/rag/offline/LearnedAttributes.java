package dev.ecomllm.rag.offline;

import dev.ecomllm.extract.AttributeSpec;
import dev.ecomllm.extract.Evidence;
import dev.ecomllm.extract.ExtractRequest;
import dev.ecomllm.extract.ExtractedAttribute;
import dev.ecomllm.extract.LabelledAttributes;
import dev.ecomllm.extract.ValueNormalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What labelled products of a shop's categories taught. Immutable and thread-safe. */
final class LearnedAttributes {

  static final LearnedAttributes NOTHING = new LearnedAttributes(Map.of(), Map.of());

  private final Map<String, CategoryTagger> taggers;
  private final Map<String, Set<String>> names;

  private LearnedAttributes(Map<String, CategoryTagger> taggers, Map<String, Set<String>> names) {
    this.taggers = taggers;
    this.names = names;
  }

  /** Trains a tagger for each category. */
  static LearnedAttributes from(List<LabelledAttributes> rows) {
    Map<String, List<LabelledAttributes>> byCategory = new HashMap<>();
    for (LabelledAttributes row : rows) {
      byCategory.computeIfAbsent(row.category(), c -> new ArrayList<>()).add(row);
    }
    Map<String, CategoryTagger> taggers = new HashMap<>();
    Map<String, Set<String>> names = new HashMap<>();
    byCategory.forEach(
        (category, own) -> {
          Set<String> known = new HashSet<>();
          own.forEach(row -> known.addAll(row.attributes().keySet()));
          names.put(category, known);
          CategoryTagger.train(own).ifPresent(tagger -> taggers.put(category, tagger));
        });
    return new LearnedAttributes(taggers, names);
  }

  /** The names of the attributes that products of a category were labelled with. */
  Set<String> names(String category) {
    return names.getOrDefault(category, Set.of());
  }

  /** What the title states of the attributes asked for, in its order. */
  List<ExtractedAttribute> read(ExtractRequest request) {
    CategoryTagger tagger = taggers.get(request.category());
    if (tagger == null) {
      return List.of();
    }
    String title = request.product().title();
    List<CategoryTagger.Value> values = new ArrayList<>(tagger.find(title));
    values.sort(Comparator.comparingInt(CategoryTagger.Value::start));
    List<ExtractedAttribute> attributes = new ArrayList<>();
    for (CategoryTagger.Value value : values) {
      AttributeSpec spec =
          request.schema().isOpen()
              ? AttributeSpec.text(value.attribute())
              : request.schema().find(value.attribute()).orElse(null);
      if (spec != null && isText(spec)) {
        Evidence place = Evidence.at("title", title, value.start(), value.end());
        attributes.add(
            ValueNormalizer.normalize(
                spec, ExtractedAttribute.stated(spec.name(), place.text(), place)));
      }
    }
    return attributes;
  }

  /** Whether a tagger can give this attribute values: the others have to become a list's. */
  static boolean isText(AttributeSpec spec) {
    return spec.type() == AttributeSpec.Type.TEXT || spec.type() == AttributeSpec.Type.LIST;
  }
}
