package dev.ecomllm.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** What a JSON value must look like: the part of JSON Schema that prompts use. Immutable. */
public final class JsonSchema {

  /** Anything goes. */
  public static final JsonSchema ANY = new JsonSchema(JsonNodeFactory.instance.objectNode());

  private static final JsonMapper MAPPER = new JsonMapper();

  private final JsonNode schema;

  private JsonSchema(JsonNode schema) {
    this.schema = schema;
  }

  /**
   * Reads a JSON schema.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public static JsonSchema parse(String schema) {
    try {
      return new JsonSchema(MAPPER.readTree(schema));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a JSON schema: " + e.getOriginalMessage(), e);
    }
  }

  /** The schema as JSON text. */
  @Override
  public String toString() {
    return schema.toString();
  }
}
