package dev.ecomllm.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ecomllm.error.InvalidOutputException;

/**
 * What a JSON value must look like. Of JSON Schema it understands what prompts use: {@code type},
 * {@code properties}, {@code required}, {@code additionalProperties: false}, {@code items}, {@code
 * enum}, {@code const}, {@code anyOf}, {@code oneOf}, {@code allOf} and local {@code $ref}s;
 * anything else is not looked at. Immutable.
 */
public final class JsonSchema {

  /** Anything goes. */
  public static final JsonSchema ANY = new JsonSchema(JsonNodeFactory.instance.objectNode());

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
      return of(Json.read(schema, RepairOptions.DEFAULT.withLevel(RepairLevel.STRICT)));
    } catch (InvalidOutputException e) {
      throw new IllegalArgumentException("a JSON schema must be valid JSON", e);
    }
  }

  /**
   * A JSON schema.
   *
   * @throws IllegalArgumentException if it is neither an object nor true
   */
  public static JsonSchema of(JsonNode schema) {
    if (schema.isBoolean() && schema.booleanValue()) {
      return ANY;
    }
    if (!schema.isObject()) {
      throw new IllegalArgumentException("a JSON schema must be an object");
    }
    return new JsonSchema(schema.deepCopy());
  }

  boolean isAny() {
    return schema.isEmpty();
  }

  JsonNode root() {
    return schema;
  }

  /** The schema as JSON text. */
  @Override
  public String toString() {
    return schema.toString();
  }
}
