package dev.ecomllm.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;

/**
 * The JSON value that was read, and what had to be changed for it.
 *
 * @param value the value
 * @param repairs in the order of the text; none where the text was valid JSON
 */
public record Repaired(JsonNode value, List<Repair> repairs) {

  /** Checks and copies. */
  public Repaired {
    Objects.requireNonNull(value, "value");
    repairs = List.copyOf(repairs);
  }

  /** Whether the text was valid JSON, and fitted the schema, as it stood. */
  public boolean isUntouched() {
    return repairs.isEmpty();
  }
}
