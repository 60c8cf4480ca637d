package dev.ecomllm.json;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * How a value fits a schema.
 *
 * @param value the value, changed where it had to be; null if it does not fit
 * @param cost how much was changed; 0 for nothing
 * @param path where it does not fit, such as {@code $.attributes[2]}
 * @param problem what was expected there; {@code ""} if it fits
 */
record Fit(@Nullable JsonNode value, int cost, String path, String problem) {

  static Fit of(JsonNode value, int cost) {
    return new Fit(value, cost, "", "");
  }

  static Fit none(String path, String problem) {
    return new Fit(null, Integer.MAX_VALUE, path, problem);
  }
}
