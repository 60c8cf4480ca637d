package dev.ecomllm.extract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the JSON of a {@link SchemaRegistry}. */
final class SchemaReader {

  private static final ObjectReader JSON =
      new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final Set<String> KEYS =
      Set.of(
          "name",
          "type",
          "description",
          "values",
          "unit",
          "minimum",
          "maximum",
          "required",
          "mustBeStated");

  private final String source;

  private SchemaReader(String source) {
    this.source = source;
  }

  static SchemaRegistry read(Reader reader, String source, Taxonomy taxonomy) throws IOException {
    return new SchemaReader(source).read(reader, taxonomy);
  }

  private SchemaRegistry read(Reader reader, Taxonomy taxonomy) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(reader);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(source + " is not JSON: " + e.getOriginalMessage(), e);
    }
    Map<Long, List<AttributeSpec>> own = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : root.path("categories").properties()) {
      Category category = category(field.getKey(), taxonomy);
      if (own.put(category.id(), specs(field.getKey(), field.getValue())) != null) {
        throw wrong(field.getKey(), "stands twice");
      }
    }
    return new SchemaRegistry(taxonomy, specs("everywhere", root.path("everywhere")), own);
  }

  private Category category(String name, Taxonomy taxonomy) {
    if (name.matches("\\d{1,9}")) {
      return taxonomy.require(Long.parseLong(name));
    }
    return taxonomy
        .byPath(name)
        .orElseThrow(() -> wrong(name, "is no category of " + taxonomy.identity()));
  }

  private List<AttributeSpec> specs(String where, JsonNode list) {
    List<AttributeSpec> specs = new ArrayList<>();
    for (JsonNode item : list) {
      specs.add(spec(where, item));
    }
    return new AttributeSchema(specs).attributes();
  }

  private AttributeSpec spec(String where, JsonNode item) {
    for (Map.Entry<String, JsonNode> field : item.properties()) {
      if (!KEYS.contains(field.getKey())) {
        throw wrong(where, "an attribute has no '" + field.getKey() + "'");
      }
    }
    List<String> values = new ArrayList<>();
    item.path("values").forEach(value -> values.add(value.asText()));
    try {
      return new AttributeSpec(
          item.path("name").asText(""),
          type(where, item.path("type").asText("text")),
          item.path("description").asText(""),
          values,
          item.path("unit").asText(""),
          item.path("minimum").asDouble(Double.NEGATIVE_INFINITY),
          item.path("maximum").asDouble(Double.POSITIVE_INFINITY),
          item.path("required").asBoolean(false),
          item.path("mustBeStated").asBoolean(true));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(source + ": " + where + ": " + e.getMessage(), e);
    }
  }

  private AttributeSpec.Type type(String where, String name) {
    return switch (name) {
      case "text" -> AttributeSpec.Type.TEXT;
      case "one of" -> AttributeSpec.Type.ONE_OF;
      case "several of" -> AttributeSpec.Type.SEVERAL_OF;
      case "number" -> AttributeSpec.Type.NUMBER;
      case "yes or no" -> AttributeSpec.Type.BOOLEAN;
      case "list" -> AttributeSpec.Type.LIST;
      default -> throw wrong(where, "there is no attribute type '" + name + "'");
    };
  }

  private IllegalArgumentException wrong(String where, String problem) {
    return new IllegalArgumentException(source + ": " + where + ": " + problem);
  }
}
