package dev.ecomllm.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fits values to a schema with as little change as possible. It changes how a value is written,
 * never what it says: a required value that is not there stays missing, and nothing fits then.
 */
final class Fitter {

  /** References that lead nowhere but to each other end somewhere. */
  private static final int MOST_REFERENCES = 32;

  /** How deep a schema that refers to itself goes. */
  private static final int DEEPEST = 600;

  private final JsonNode root;
  private final RepairOptions options;
  private int depth;

  Fitter(RepairOptions options) {
    this.root = options.schema().root();
    this.options = options;
  }

  Fit fit(JsonNode value) {
    return fit(value, root, "$", true);
  }

  /** As {@link #fit}, of a text that is no JSON itself, if the schema asks for a single value. */
  Fit fitText(JsonNode text) {
    boolean asks =
        List.of("type", "enum", "const", "anyOf", "oneOf", "$ref").stream().anyMatch(root::has);
    return asks ? fit(text, root, "$", false) : Fit.none("$", "JSON, and there is none");
  }

  private Fit fit(JsonNode value, JsonNode reference, String path, boolean nested) {
    JsonNode schema = resolve(reference);
    if (!schema.isObject() || schema.isEmpty()) {
      return schema.isBoolean() && !schema.booleanValue()
          ? Fit.none(path, "nothing")
          : Fit.of(value, 0);
    }
    if (depth >= DEEPEST) {
      return Fit.none(path, "less nesting");
    }
    depth++;
    try {
      return all(value, schema, path, nested);
    } finally {
      depth--;
    }
  }

  private Fit all(JsonNode value, JsonNode schema, String path, boolean nested) {
    Fit fit = typed(value, schema, path, nested);
    for (String word : List.of("anyOf", "oneOf")) {
      if (schema.has(word)) {
        fit = then(fit, cheapest(fit.value(), schema.get(word), path, nested));
      }
    }
    for (JsonNode part : schema.path("allOf")) {
      JsonNode sofar = fit.value();
      fit = sofar == null ? fit : then(fit, fit(sofar, part, path, nested));
    }
    JsonNode sofar = fit.value();
    if (sofar != null && (schema.has("enum") || schema.has("const"))) {
      fit = then(fit, chosen(sofar, schema, path));
    }
    return fit;
  }

  private static Fit then(Fit first, @Nullable Fit second) {
    if (second == null || second.value() == null || first.value() == null) {
      return second == null || first.value() == null ? first : second;
    }
    return Fit.of(second.value(), first.cost() + second.cost());
  }

  private @Nullable Fit cheapest(
      @Nullable JsonNode value, JsonNode choices, String path, boolean nested) {
    Fit best = null;
    for (JsonNode choice : choices) {
      if (value != null) {
        Fit fit = fit(value, choice, path, nested);
        best = best == null || fit.cost() < best.cost() ? fit : best;
      }
    }
    return best;
  }

  private JsonNode resolve(JsonNode schema) {
    JsonNode resolved = schema;
    for (int i = 0; i < MOST_REFERENCES && resolved.path("$ref").isTextual(); i++) {
      String reference = resolved.get("$ref").textValue();
      boolean local = reference.equals("#") || reference.startsWith("#/");
      resolved = local ? root.at(reference.substring(1)) : Tree.NODES.missingNode();
    }
    return resolved;
  }

  private Fit typed(JsonNode value, JsonNode schema, String path, boolean nested) {
    JsonNode type = schema.path("type");
    if (type.isTextual()) {
      return as(type.textValue(), value, schema, path, nested);
    }
    if (type.isArray() && !type.isEmpty()) {
      Fit best = Fit.none(path, "one of several types");
      for (JsonNode one : type) {
        Fit fit = as(one.asText(), value, schema, path, nested);
        best = fit.cost() < best.cost() ? fit : best;
      }
      return best;
    }
    if (value.isObject() && (schema.has("properties") || schema.has("required"))) {
      return object(value, schema, path);
    }
    return value.isArray() && schema.has("items") ? array(value, schema, path) : Fit.of(value, 0);
  }

  private Fit as(String type, JsonNode value, JsonNode schema, String path, boolean nested) {
    JsonNode only = value.isArray() && value.size() == 1 ? value.get(0) : null;
    switch (type) {
      case "object" -> {
        if (value.isObject()) {
          return object(value, schema, path);
        }
        if (only != null && only.isObject()) {
          return costing(3, object(only, schema, path));
        }
        return nested ? inText(value, schema, path, "an object") : Fit.none(path, "an object");
      }
      case "array" -> {
        if (value.isArray()) {
          return array(value, schema, path);
        }
        Fit text = nested ? inText(value, schema, path, "an array") : Fit.none(path, "an array");
        if (value.isNull() || text.value() != null) {
          return text;
        }
        return nested || !schema.has("items")
            ? costing(2, array(Tree.NODES.arrayNode().add(value), schema, path))
            : text;
      }
      default -> {
        Fit fit = Scalars.as(type, value, path);
        if (fit.value() == null && only != null && only.isValueNode()) {
          return costing(3, Scalars.as(type, only, path));
        }
        return fit;
      }
    }
  }

  private static Fit costing(int cost, Fit fit) {
    JsonNode value = fit.value();
    return value == null ? fit : Fit.of(value, fit.cost() + cost);
  }

  /** A string that holds the JSON of what is asked for. */
  private Fit inText(JsonNode value, JsonNode schema, String path, String expected) {
    if (!value.isTextual()) {
      return Fit.none(path, expected);
    }
    String text = value.textValue().strip();
    if (text.isEmpty() || "{[\\`".indexOf(text.charAt(0)) < 0) {
      return Fit.none(path, expected);
    }
    Candidate inner = JsonRepair.find(text, options.withSchema(JsonSchema.ANY));
    return inner == null || !inner.value().isContainerNode()
        ? Fit.none(path, expected)
        : costing(2, fit(inner.value(), schema, path, false));
  }

  private Fit object(JsonNode value, JsonNode schema, String path) {
    ObjectNode result = Tree.NODES.objectNode();
    JsonNode properties = schema.path("properties");
    JsonNode others = schema.path("additionalProperties");
    int cost = 0;
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      String name = nameOf(member.getKey(), properties, value);
      cost += name.equals(member.getKey()) ? 0 : 2;
      JsonNode expected = properties.has(name) ? properties.get(name) : others;
      if (expected.isBoolean() && !expected.booleanValue()) {
        cost++;
        continue;
      }
      Fit fit = fit(member.getValue(), expected, path + "." + name, true);
      JsonNode fitted = fit.value();
      if (fitted != null) {
        result.set(name, fitted);
        cost += fit.cost();
      } else if (member.getValue().isNull() && !isRequired(schema, name)) {
        cost++;
      } else {
        return fit;
      }
    }
    for (JsonNode name : schema.path("required")) {
      if (!result.has(name.asText())) {
        return Fit.none(path + "." + name.asText(), "a value, which is required");
      }
    }
    return Fit.of(cost == 0 ? value : result, cost);
  }

  private static boolean isRequired(JsonNode schema, String name) {
    for (JsonNode required : schema.path("required")) {
      if (required.asText().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** The name that the schema has for a key in other letters, if it is not taken. */
  private static String nameOf(String key, JsonNode properties, JsonNode value) {
    if (properties.has(key)) {
      return key;
    }
    String plain = Scalars.plain(key);
    for (Iterator<String> names = properties.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (Scalars.plain(name).equals(plain) && !value.has(name)) {
        return name;
      }
    }
    return key;
  }

  private Fit array(JsonNode value, JsonNode schema, String path) {
    JsonNode items = schema.path("items");
    if (!items.isObject()) {
      return Fit.of(value, 0);
    }
    ArrayNode result = Tree.NODES.arrayNode(value.size());
    int cost = 0;
    for (int i = 0; i < value.size(); i++) {
      Fit fit = fit(value.get(i), items, path + "[" + i + "]", true);
      JsonNode fitted = fit.value();
      if (fitted == null) {
        return fit;
      }
      result.add(fitted);
      cost += fit.cost();
    }
    return Fit.of(cost == 0 ? value : result, cost);
  }

  private Fit chosen(JsonNode value, JsonNode schema, String path) {
    List<JsonNode> choices = new ArrayList<>();
    schema.path("enum").forEach(choices::add);
    if (schema.has("const")) {
      choices.add(schema.get("const"));
    }
    Fit best = Fit.none(path, "one of the values of the schema");
    for (JsonNode choice : choices) {
      Fit fit = Scalars.same(value, choice, path);
      best = fit.cost() < best.cost() ? fit : best;
    }
    return best;
  }
}
