package dev.ecomllm.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecomllm.classify.LabelledProduct;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Products with their categories, from rows like gold: {@code "categoryId"}, or {@code "category"}
 * as path or id.
 */
final class LabelledRows {

  private LabelledRows() {}

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if a row is no product, or its category is not in the tree
   */
  static List<LabelledProduct> read(Path file, Taxonomy taxonomy) throws IOException {
    List<LabelledProduct> labelled = new ArrayList<>();
    try (JsonLines rows = JsonLines.open(file)) {
      while (rows.hasNext()) {
        JsonLines.Row row = rows.next();
        if (!row.problem().isEmpty()) {
          throw new IllegalArgumentException(file + ": " + row.problem());
        }
        Category category =
            category(row, taxonomy)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            file + ":" + row.line() + ": its category is not in " + taxonomy));
        labelled.add(new LabelledProduct(ProductRows.read(row), category));
      }
    }
    return labelled;
  }

  /** The category that a row names, if the tree has it. */
  static Optional<Category> category(JsonLines.Row row, Taxonomy taxonomy) {
    JsonNode id = row.object().path("categoryId");
    JsonNode category = row.object().path("category");
    for (JsonNode named : List.of(id, category)) {
      if (named.canConvertToLong() && named.isNumber()) {
        return taxonomy.byId(named.asLong());
      }
      if (named.isTextual() && named.asText().matches("\\d{1,18}")) {
        return taxonomy.byId(Long.parseLong(named.asText()));
      }
    }
    return category.isTextual() ? taxonomy.byPath(category.asText().strip()) : Optional.empty();
  }
}
