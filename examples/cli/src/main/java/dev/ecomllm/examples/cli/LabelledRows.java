package dev.ecomllm.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecomllm.classify.LabelledProduct;
import dev.ecomllm.eval.dataset.CategoryField;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.eval.dataset.ProductRows;
import dev.ecomllm.extract.LabelledAttributes;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
            CategoryField.read(row.object(), "category", "categoryId", taxonomy)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            file + ":" + row.line() + ": its category is not in " + taxonomy));
        labelled.add(new LabelledProduct(ProductRows.read(row), category));
      }
    }
    return labelled;
  }

  /**
   * Reads products with their attributes: {@code "attributes"} maps each name to a value or a list
   * of values.
   *
   * @throws IllegalArgumentException if a row is no product
   */
  static List<LabelledAttributes> readAttributes(Path file) throws IOException {
    List<LabelledAttributes> labelled = new ArrayList<>();
    try (JsonLines rows = JsonLines.open(file)) {
      while (rows.hasNext()) {
        JsonLines.Row row = rows.next();
        if (!row.problem().isEmpty()) {
          throw new IllegalArgumentException(file + ": " + row.problem());
        }
        Map<String, List<String>> attributes = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : row.object().path("attributes").properties()) {
          List<String> values = new ArrayList<>();
          JsonNode value = entry.getValue();
          for (JsonNode one : value.isArray() ? value : List.of(value)) {
            if (one.isValueNode() && !one.isNull() && !one.asText().isBlank()) {
              values.add(one.asText());
            }
          }
          if (!values.isEmpty()) {
            attributes.put(entry.getKey(), values);
          }
        }
        labelled.add(
            new LabelledAttributes(
                ProductRows.read(row), ProductRows.text(row.object(), "category"), attributes));
      }
    }
    return labelled;
  }
}
