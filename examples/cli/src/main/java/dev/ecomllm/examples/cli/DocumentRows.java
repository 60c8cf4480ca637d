package dev.ecomllm.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.eval.dataset.ProductRows;
import dev.ecomllm.rag.knowledge.Document;
import dev.ecomllm.rag.knowledge.SourceKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows of {@code ingest}. */
final class DocumentRows {

  private DocumentRows() {}

  /** Whether the row says that a product is gone: {@code {"product":"sku-1","removed":true}}. */
  static boolean isRemoval(JsonLines.Row row) {
    return row.object().path("removed").asBoolean() && !product(row).isBlank();
  }

  static String product(JsonLines.Row row) {
    return ProductRows.text(row.object(), "product");
  }

  /**
   * The document in a row. Without an id, it is the one of its product, source and field.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Document read(JsonLines.Row row) {
    if (!row.problem().isEmpty()) {
      throw new IllegalArgumentException(row.problem());
    }
    ObjectNode object = row.object();
    SourceKind kind = SourceKind.of(ProductRows.text(object, "source"));
    String field = ProductRows.text(object, "field");
    String id =
        object.hasNonNull("id") ? row.id() : String.join("/", product(row), kind.label(), field);
    Map<String, String> table = new LinkedHashMap<>();
    String question = ProductRows.text(object, "question");
    if (!question.isBlank()) {
      table.put(question, ProductRows.text(object, "answer"));
    }
    object
        .path("table")
        .properties()
        .forEach(cell -> table.put(cell.getKey(), value(cell.getValue())));
    return new Document(
        id,
        product(row),
        ProductRows.text(object, "family"),
        kind,
        field,
        ProductRows.text(object, "text"),
        table);
  }

  private static String value(JsonNode value) {
    if (value.isArray()) {
      List<String> values = new ArrayList<>();
      value.forEach(one -> values.add(value(one)));
      return String.join(", ", values);
    }
    if (value.isObject()) {
      throw new IllegalArgumentException("a value in \"table\" must be a text or a list of texts");
    }
    return value.isNull() ? "" : value.asText();
  }
}
