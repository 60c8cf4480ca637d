package dev.ecomllm.examples.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.Enrichment;
import dev.ecomllm.bulk.Outcome;
import dev.ecomllm.classify.Classification;
import dev.ecomllm.error.EcomLlmException;
import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.eval.dataset.ProductRows;
import dev.ecomllm.extract.ExtractedAttribute;
import dev.ecomllm.product.Product;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The columns: those of a result, then those of a failure, of which one half is null. A failure
 * keeps the row as it came, as JSON, so that it can be asked again.
 */
final class Outcomes {

  static final String RESULT =
      "id string, category string, categoryId long, confidence double, decision string,"
          + " decided string, decidedId long, decidedConfidence double, attributes"
          + " array<struct<name:string,value:string,normalized:string,unit:string,support:string>>,"
          + " answeredBy string";

  static final String FAILURE = "kind string, message string, retryable boolean, row string";

  static final StructType SCHEMA = StructType.fromDDL(RESULT + ", " + FAILURE);

  /** What Spark calls a row that it could not read. */
  static final String CORRUPT = "_corrupt_record";

  private Outcomes() {}

  /**
   * The product of a row.
   *
   * @throws IllegalArgumentException if there is none, without repeating the row
   */
  static Product product(String json) {
    ObjectNode row = read(json);
    if (row.has(CORRUPT)) {
      throw new IllegalArgumentException("the row does not fit its file's format");
    }
    if (row.path("id").asText().isBlank()) {
      throw new IllegalArgumentException("the row has no id");
    }
    return ProductRows.read(new JsonLines.Row(0, row, ""));
  }

  private static ObjectNode read(String json) {
    try {
      JsonNode row = JsonLines.MAPPER.readTree(json);
      if (row instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      // Falls through: its message would repeat the row.
    }
    throw new IllegalArgumentException("the row is no JSON object");
  }

  static Row row(Outcome<String, Enrichment> outcome) {
    if (outcome instanceof Outcome.Success<String, Enrichment> success) {
      return result(success.answer());
    }
    return failure((Outcome.Failure<String, Enrichment>) outcome);
  }

  private static Row result(Enrichment answer) {
    Classification category = answer.classification();
    return RowFactory.create(
        category.productId(),
        category.category().path().toString(),
        category.category().id(),
        boxed(category.confidence().isPresent(), category.confidence().orElse(0)),
        category.decision().name(),
        category.decided().map(decided -> decided.path().toString()).orElse(null),
        category.decided().map(decided -> decided.id()).orElse(null),
        boxed(category.decidedConfidence().isPresent(), category.decidedConfidence().orElse(0)),
        answer.attributes().attributes().stream().map(Outcomes::attribute).toArray(Row[]::new),
        category.answeredBy(),
        null,
        null,
        null,
        null);
  }

  private static @Nullable Double boxed(boolean known, double value) {
    return known ? value : null;
  }

  private static Row attribute(ExtractedAttribute attribute) {
    return RowFactory.create(
        attribute.name(),
        attribute.value(),
        attribute.normalized().orElse(null),
        attribute.unit().orElse(null),
        attribute.support().name());
  }

  private static Row failure(Outcome.Failure<String, Enrichment> failure) {
    RuntimeException error = failure.error();
    return RowFactory.create(
        id(failure.input()),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        kind(error),
        error.getMessage(),
        error instanceof EcomLlmException asked && asked.isRetryable(),
        failure.input());
  }

  private static @Nullable String id(String json) {
    try {
      return read(json).path("id").asText(null);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static String kind(RuntimeException error) {
    if (error instanceof ModelCallException call) {
      return call.kind().name();
    }
    if (error instanceof InvalidOutputException) {
      return "INVALID_OUTPUT";
    }
    return error instanceof IllegalArgumentException ? "BAD_INPUT" : "INTERNAL";
  }
}
