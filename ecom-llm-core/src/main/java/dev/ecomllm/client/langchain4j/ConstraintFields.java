package dev.ecomllm.client.langchain4j;

import com.fasterxml.jackson.databind.util.RawValue;
import dev.ecomllm.client.Constraint;
import java.util.Map;

/** A constraint as fields of the request, in a server's dialect. */
final class ConstraintFields {

  private ConstraintFields() {}

  /** No field where the dialect has none for this constraint. */
  static Map<String, Object> of(Constraint constraint, Dialect dialect) {
    if (constraint instanceof Constraint.Choice choice) {
      return vllm(dialect, "choice", choice.options());
    }
    if (constraint instanceof Constraint.Grammar grammar) {
      return vllm(dialect, "grammar", grammar.ebnf());
    }
    if (constraint instanceof Constraint.JsonSchema json) {
      // As it was written: servers keep compiled schemas by their text.
      RawValue schema = new RawValue(json.schema());
      return dialect == Dialect.RESPONSE_FORMAT
          ? Map.of(
              "response_format",
              Map.of(
                  "type",
                  "json_schema",
                  "json_schema",
                  Map.of("name", json.name(), "schema", schema)))
          : vllm(dialect, "json", schema);
    }
    return Map.of();
  }

  private static Map<String, Object> vllm(Dialect dialect, String kind, Object value) {
    return switch (dialect) {
      case STRUCTURED_OUTPUTS -> Map.of("structured_outputs", Map.of(kind, value));
      case GUIDED -> Map.of("guided_" + kind, value);
      case RESPONSE_FORMAT, NONE -> Map.of();
      case AUTO -> throw new IllegalArgumentException("AUTO must be settled first");
    };
  }
}
