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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What labelled products of a shop's categories taught. Immutable and thread-safe. */
final class LearnedAttributes {

  static final LearnedAttributes NOTHING = new LearnedAttributes(List.of());

  /**
   * How probable a value must be. F1 is highest where a value is given if it is right with at least
   * half the probability that F1 comes to (Lipton et al. 2014), which is about 0.8.
   */
  private static final double LEAST = 0.4;

  private final ChoiceModel model;
  private final Overlaps overlaps;
  private final KnownValues ofAll;
  private final Map<String, KnownValues> ofCategory = new HashMap<>();
  private final Map<String, Set<String>> names = new HashMap<>();

  private LearnedAttributes(List<Lesson> lessons) {
    Map<String, List<Lesson>> byCategory = new LinkedHashMap<>();
    for (Lesson lesson : lessons) {
      byCategory.computeIfAbsent(lesson.category(), c -> new ArrayList<>()).add(lesson);
    }
    byCategory.forEach(
        (category, own) -> {
          Set<String> known = new TreeSet<>();
          own.forEach(lesson -> known.addAll(lesson.attributes().keySet()));
          names.put(category, known);
          ofCategory.put(category, new KnownValues(own));
        });
    this.ofAll = new KnownValues(lessons);
    this.overlaps = new Overlaps(lessons);
    List<TitleFeatures> titles = lessons.stream().map(this::features).toList();
    this.model =
        lessons.isEmpty()
            ? ChoiceModel.UNTRAINED
            : ChoiceModel.train(titles, lessons.stream().map(l -> names(l.category())).toList());
  }

  static LearnedAttributes from(List<LabelledAttributes> rows) {
    return new LearnedAttributes(rows.stream().map(Lesson::of).toList());
  }

  private TitleFeatures features(Lesson lesson) {
    return new TitleFeatures(lesson, ofCategory.getOrDefault(lesson.category(), ofAll), ofAll);
  }

  /** The names of the attributes that products of a category were labelled with. */
  Set<String> names(String category) {
    return names.getOrDefault(category, Set.of());
  }

  /** What the title states of the attributes asked for, in its order, one value of each. */
  List<ExtractedAttribute> read(ExtractRequest request) {
    Set<String> known = names(request.category());
    if (known.isEmpty()) {
      return List.of();
    }
    TitleFeatures title =
        features(Lesson.unlabelled(request.category(), request.product().title()));
    Map<String, double[]> probabilities = new LinkedHashMap<>();
    known.forEach(name -> probabilities.put(name, model.probabilities(title.of(name))));
    List<ExtractedAttribute> attributes = new ArrayList<>();
    for (Map.Entry<String, double[]> settled : overlaps.settle(title, probabilities).entrySet()) {
      String name = settled.getKey();
      AttributeSpec spec =
          request.schema().isOpen()
              ? AttributeSpec.text(name)
              : request.schema().find(name).orElse(null);
      if (spec != null && isText(spec)) {
        value(title, spec, settled.getValue()).ifPresent(attributes::add);
      }
    }
    attributes.sort(Comparator.comparingInt(found -> found.evidence().orElseThrow().start()));
    return attributes;
  }

  /** The most probable value; the same words at several places add up. */
  private Optional<ExtractedAttribute> value(
      TitleFeatures title, AttributeSpec spec, double[] probabilities) {
    Map<String, Double> byText = new HashMap<>();
    for (int c = 0; c < probabilities.length; c++) {
      byText.merge(title.candidates.get(c).text(), probabilities[c], Double::sum);
    }
    return title.candidates.stream()
        .filter(candidate -> byText.getOrDefault(candidate.text(), 0.0) >= LEAST)
        .max(Comparator.comparing(candidate -> byText.getOrDefault(candidate.text(), 0.0)))
        .map(candidate -> stated(title, spec, candidate));
  }

  private static ExtractedAttribute stated(
      TitleFeatures title, AttributeSpec spec, Candidate value) {
    List<Token> tokens = title.title.tokens();
    int start = tokens.get(value.from()).start();
    int end = tokens.get(value.to() - 1).end();
    Evidence place = Evidence.at("title", title.title.title(), start, end);
    return ValueNormalizer.normalize(
        spec, ExtractedAttribute.stated(spec.name(), value.text(), place));
  }

  /** Whether it can be given a piece of the title: the others have to become a list's value. */
  static boolean isText(AttributeSpec spec) {
    return spec.type() == AttributeSpec.Type.TEXT || spec.type() == AttributeSpec.Type.LIST;
  }
}
