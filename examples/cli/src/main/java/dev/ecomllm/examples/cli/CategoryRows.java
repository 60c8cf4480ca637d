package dev.ecomllm.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.classify.Classification;
import dev.ecomllm.classify.Classification.Alternative;
import dev.ecomllm.classify.Decision;
import dev.ecomllm.eval.dataset.CategoryField;
import dev.ecomllm.eval.dataset.ClassifyRows;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Categories and classifications in rows, read back. */
final class CategoryRows {

  private final Taxonomy taxonomy;

  CategoryRows(Taxonomy taxonomy) {
    this.taxonomy = taxonomy;
  }

  /**
   * A category that is given as path or id.
   *
   * @throws IllegalArgumentException if the tree has no such category
   */
  Category category(JsonNode value) {
    return CategoryField.require(value, taxonomy);
  }

  /**
   * The category of a row: by its id where there is one, else by its path.
   *
   * @throws IllegalArgumentException if the tree has no such category
   */
  Category category(ObjectNode row, String path, String id) {
    return CategoryField.read(row, path, id, taxonomy)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'" + row.path(path).asText() + "' is not in " + taxonomy));
  }

  /** The right category of a gold row, and those that are as good. */
  Set<Category> accepted(ObjectNode gold) {
    Set<Category> accepted = new LinkedHashSet<>();
    accepted.add(category(gold.path("category")));
    gold.path("alsoAccepted").forEach(other -> accepted.add(category(other)));
    return accepted;
  }

  /** A prediction as {@link ClassifyRows} writes it. */
  Classification classification(JsonLines.Row row) {
    ObjectNode object = row.object();
    List<Alternative> alternatives = new ArrayList<>();
    for (JsonNode item : object.path("alternatives")) {
      if (item instanceof ObjectNode alternative) {
        alternatives.add(
            new Alternative(
                category(alternative, "category", "categoryId"),
                number(alternative, "confidence"),
                number(alternative, "modelScore"),
                number(alternative, "retrieverScore")));
      }
    }
    Decision decision = Decision.valueOf(object.path("decision").asText("REVIEW"));
    return new Classification(
        row.id(),
        category(object, "category", "categoryId"),
        number(object, "confidence"),
        number(object, "score"),
        decision,
        decision == Decision.REVIEW
            ? Optional.empty()
            : Optional.of(category(object, "decided", "decidedId")),
        number(object, "decidedConfidence"),
        alternatives,
        object.path("answeredBy").asText());
  }

  private static OptionalDouble number(ObjectNode row, String name) {
    JsonNode value = row.path(name);
    return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
  }
}
