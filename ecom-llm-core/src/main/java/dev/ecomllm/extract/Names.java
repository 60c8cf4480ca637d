package dev.ecomllm.extract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.ecomllm.extract.normal.Words;
import java.util.Map;
import java.util.Optional;

/** Attribute names as models write them: "Battery Life" for battery_life. */
final class Names {

  private Names() {}

  /** The value under exactly this name, else under one that differs in case and spacing only. */
  static JsonNode value(JsonNode root, String name) {
    JsonNode exact = root.path(name);
    if (!exact.isMissingNode()) {
      return exact;
    }
    String key = key(name);
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (key(field.getKey()).equals(key)) {
        return field.getValue();
      }
    }
    return MissingNode.getInstance();
  }

  static Optional<AttributeSpec> spec(AttributeSchema schema, String name) {
    String key = key(name);
    return schema.attributes().stream()
        .filter(spec -> spec.name().equals(name) || key(spec.name()).equals(key))
        .findFirst();
  }

  private static String key(String name) {
    return Words.key(name.replace('_', ' ').replace('-', ' '));
  }
}
