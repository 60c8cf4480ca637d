package dev.ecomllm.eval.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.product.Product;
import dev.ecomllm.qa.Answer;
import dev.ecomllm.qa.Passage;
import dev.ecomllm.qa.QaRequest;
import dev.ecomllm.qa.Turn;
import java.util.ArrayList;
import java.util.List;

/** Rows of {@code predict --task qa}. */
public final class QaRows implements TaskRows<QaRequest, Answer> {

  @Override
  public QaRequest read(JsonLines.Row row) {
    ObjectNode object = row.object();
    String title = ProductRows.text(object, "product");
    String productId = ProductRows.text(object, "productId");
    Product product =
        title.isBlank()
            ? ProductRows.read(row)
            : Product.of(productId.isBlank() ? row.id() : productId, title);
    List<Passage> passages = new ArrayList<>();
    for (JsonNode item : object.path("passages")) {
      if (item.isTextual()) {
        passages.add(new Passage(item.asText(), ""));
      } else if (item instanceof ObjectNode passage) {
        passages.add(
            new Passage(ProductRows.text(passage, "text"), ProductRows.text(passage, "source")));
      } else {
        throw new IllegalArgumentException("a passage must be a text or an object with \"text\"");
      }
    }
    return QaRequest.of(product, ProductRows.text(object, "question"))
        .withPassages(passages)
        .withHistory(history(object));
  }

  /** Earlier turns, oldest first: {@code "history":[{"question","answer"?}]}. */
  private static List<Turn> history(ObjectNode object) {
    JsonNode list = object.path("history");
    List<Turn> turns = new ArrayList<>();
    if (!list.isMissingNode() && !list.isNull() && !list.isArray()) {
      throw noTurns();
    }
    for (JsonNode item : list) {
      if (!(item instanceof ObjectNode turn) || ProductRows.text(turn, "question").isBlank()) {
        throw noTurns();
      }
      turns.add(new Turn(ProductRows.text(turn, "question"), ProductRows.text(turn, "answer")));
    }
    return turns;
  }

  private static IllegalArgumentException noTurns() {
    return new IllegalArgumentException(
        "\"history\" must be a list of objects with \"question\" and \"answer\"");
  }

  @Override
  public void write(Answer answer, ObjectNode row) {
    row.put("answerable", answer instanceof Answer.Known);
    answer.confidence().ifPresent(value -> row.put("confidence", value));
    ArrayNode citations = JsonLines.MAPPER.createArrayNode();
    if (answer instanceof Answer.Known known) {
      row.put("answer", known.text());
      known.citations().forEach(citation -> citations.add(citation.index()));
    } else {
      row.put("answer", "");
    }
    row.set("citations", citations);
    ArrayNode ranked = row.putArray("ranked");
    answer.ranked().forEach(ranked::add);
    row.put("answeredBy", answer.answeredBy());
  }
}
