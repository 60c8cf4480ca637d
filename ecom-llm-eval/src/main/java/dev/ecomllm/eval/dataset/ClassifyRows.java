package dev.ecomllm.eval.dataset;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.calibration.CalibrationScope;
import dev.ecomllm.classify.Classification;
import dev.ecomllm.product.Product;

/**
 * Rows of {@code predict --task classify}. They say which prompt and which taxonomy the answers
 * come from, so that {@code calibrate} knows what it fits.
 */
public final class ClassifyRows implements TaskRows<Product, Classification> {

  private final CalibrationScope scope;

  /** Rows of answers of this scope. */
  public ClassifyRows(CalibrationScope scope) {
    this.scope = scope;
  }

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
      alternative.modelScore().ifPresent(value -> item.put("modelScore", value));
      alternative.retrieverScore().ifPresent(value -> item.put("retrieverScore", value));
    }
    row.put("answeredBy", answer.answeredBy());
    row.put("prompt", scope.prompt());
    row.put("taxonomy", scope.taxonomy());
  }
}
