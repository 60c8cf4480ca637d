package dev.ecomllm.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.classify.Classification;
import dev.ecomllm.product.Product;

/** Rows of {@code predict --task classify}. */
final class ClassifyRows implements TaskRows<Product, Classification> {

  @Override
  public Product read(JsonLines.Row row) {
    return ProductRows.read(row);
  }

  @Override
  public void write(Classification answer, ObjectNode row) {
    row.put("category", answer.category().path().toString());
    row.put("categoryId", answer.category().id());
    answer.confidence().ifPresent(value -> row.put("confidence", value));
    answer.score().ifPresent(value -> row.put("score", value));
    row.put("decision", answer.decision().name());
    answer
        .decided()
        .ifPresent(
            decided -> {
              row.put("decided", decided.path().toString());
              row.put("decidedId", decided.id());
            });
    answer.decidedConfidence().ifPresent(value -> row.put("decidedConfidence", value));
    ArrayNode alternatives = row.putArray("alternatives");
    for (Classification.Alternative alternative : answer.alternatives()) {
      ObjectNode item = alternatives.addObject();
      item.put("category", alternative.category().path().toString());
      item.put("categoryId", alternative.category().id());
      alternative.confidence().ifPresent(value -> item.put("confidence", value));
    }
    row.put("answeredBy", answer.answeredBy());
  }
}
