package dev.ecomllm.eval.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.classify.Decision;
import dev.ecomllm.eval.dataset.CategoryField;
import dev.ecomllm.eval.dataset.Dataset;
import dev.ecomllm.eval.dataset.DatasetFormatException;
import dev.ecomllm.eval.metric.Resampling;
import dev.ecomllm.eval.score.ClassifyItem.Answer;
import dev.ecomllm.eval.score.ClassifyItem.Match;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Classifications against gold rows. */
public final class ClassifyEvaluation {

  private final Taxonomy taxonomy;
  private final Resampling resampling;

  private ClassifyEvaluation(Taxonomy taxonomy, Resampling resampling) {
    this.taxonomy = taxonomy;
    this.resampling = resampling;
  }

  /**
   * Reads both files and compares them.
   *
   * @param taxonomy the tree of both files
   * @throws DatasetFormatException if a gold row cannot be read, or an id occurs twice
   */
  public static Evaluation of(Path gold, Path predictions, Taxonomy taxonomy, Resampling resampling)
      throws IOException {
    ClassifyEvaluation evaluation = new ClassifyEvaluation(taxonomy, resampling);
    return evaluation.evaluate(new GoldFile<>(gold, evaluation::accepted), predictions);
  }

  /**
   * Compares the answers to a dataset with what is right.
   *
   * @param taxonomy the tree of both
   * @throws DatasetFormatException if a case is no labelled product, or an id occurs twice
   */
  public static Evaluation of(
      Dataset gold, Path predictions, Taxonomy taxonomy, Resampling resampling) throws IOException {
    ClassifyEvaluation evaluation = new ClassifyEvaluation(taxonomy, resampling);
    return evaluation.evaluate(new GoldFile<>(gold, evaluation::accepted), predictions);
  }

  private Evaluation evaluate(GoldFile<List<Category>, ClassifyItem> file, Path predictions)
      throws IOException {
    Map<Match, Match> kinds = new HashMap<>();
    file.judge(
        predictions,
        (id, tags, accepted, row) -> {
          Answer answer =
              row == null
                  ? new Answer(null, Double.NaN, Decision.REVIEW, null, List.of())
                  : answer(row);
          if (row != null && answer.category() == null) {
            file.count("invalid");
          }
          return ClassifyItem.of(id, tags, accepted, answer).sharing(kinds);
        });
    List<ClassifyItem> items = file.items();
    Map<String, Map<String, Figure>> sections = new LinkedHashMap<>();
    if (!items.isEmpty()) {
      new ClassifyFigures(items, resampling, false).addTo(sections, "");
      if (items.stream().allMatch(item -> item.strict().equals(item.accepting()))) {
        for (String section : List.copyOf(sections.keySet())) {
          sections.put(section + "AlsoAccepted", sections.get(section));
        }
      } else {
        new ClassifyFigures(items, resampling, true).addTo(sections, "AlsoAccepted");
      }
      Evaluation.addValidOnly(
          sections,
          items,
          item -> item.answer().category() != null,
          valid -> new ClassifyFigures(valid, resampling, false).main());
    }
    for (Decision decision : Decision.values()) {
      file.rows()
          .put(
              decision.name(),
              items.stream().filter(item -> item.answer().decision() == decision).count());
    }
    return new Evaluation(
        "classify",
        file.rows(),
        sections,
        ItemScores.view(items, ClassifyItem::scores),
        resampling.confidence(),
        List.of(
            "figures are of evaluated rows: failed and missing ones are counted apart, invalid"
                + " answers are wrong",
            "figuresAlsoAccepted: each row against whichever accepted category is nearest",
            Evaluation.VALID_ONLY,
            "decided: rows with a decision LEAF or ANCESTOR; allRows counts REVIEW as no answer"));
  }

  private List<Category> accepted(ObjectNode row) {
    List<Category> accepted = new ArrayList<>(1);
    accepted.add(CategoryField.require(row.path("category"), taxonomy));
    for (JsonNode other : row.path("alsoAccepted")) {
      accepted.add(CategoryField.require(other, taxonomy));
    }
    return accepted;
  }

  private Optional<Category> category(JsonNode row, String path, String id) {
    return CategoryField.read(row, path, id, taxonomy);
  }

  private Answer answer(ObjectNode row) {
    List<Optional<Category>> ranked = new ArrayList<>();
    Optional<Category> category = category(row, "category", "categoryId");
    ranked.add(category);
    for (JsonNode alternative : row.path("alternatives")) {
      Optional<Category> place = category(alternative, "category", "categoryId");
      if (place.isEmpty() || !ranked.contains(place)) {
        ranked.add(place);
      }
    }
    double confidence = row.path("confidence").asDouble(Double.NaN);
    Decision decision = decision(row.path("decision").asText());
    @Nullable Category decided =
        decision == Decision.REVIEW ? null : category(row, "decided", "decidedId").orElse(null);
    return new Answer(
        category.orElse(null),
        confidence >= 0 && confidence <= 1 ? confidence : Double.NaN,
        decision,
        decided,
        ranked);
  }

  private static Decision decision(String text) {
    for (Decision decision : Decision.values()) {
      if (decision.name().equals(text)) {
        return decision;
      }
    }
    return Decision.REVIEW;
  }
}
