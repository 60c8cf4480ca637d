package dev.ecomllm.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecomllm.error.InvalidOutputException;

/** Reads the JSON in what a model wrote: parsed where it is valid, else repaired. Thread-safe. */
public final class Json {

  private Json() {}

  /**
   * The JSON value in a model's answer.
   *
   * @throws InvalidOutputException if it holds no JSON
   */
  public static JsonNode read(String text) {
    return JsonRepair.repair(text).value();
  }

  /**
   * The JSON value in a model's answer.
   *
   * @throws InvalidOutputException if it holds no JSON, none that fits the schema of the options,
   *     or none within their level; {@code path()} tells where
   */
  public static JsonNode read(String text, RepairOptions options) {
    return JsonRepair.repair(text, options).value();
  }
}
