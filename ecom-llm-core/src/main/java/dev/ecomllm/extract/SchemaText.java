package dev.ecomllm.extract;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.client.Constraint;
import dev.ecomllm.prompt.ProductText;

/** A schema as a model sees it: as lines of the prompt and as the constraint of the reply. */
final class SchemaText {

  /** Servers compile each list of a schema into a grammar; longer ones are checked on our side. */
  private static final int MOST_LISTED = 200;

  private static final int MOST_SHOWN = 30;

  private SchemaText() {}

  static String lines(AttributeSchema schema) {
    if (schema.isOpen()) {
      return "any attribute that the text states, under common names such as brand, model, type, "
          + "color, size, material";
    }
    StringBuilder lines = new StringBuilder();
    for (AttributeSpec spec : schema.attributes()) {
      lines.append(lines.isEmpty() ? "" : "\n").append("- ").append(line(spec));
    }
    return lines.toString();
  }

  private static String line(AttributeSpec spec) {
    StringBuilder line = new StringBuilder(ProductText.line(spec.name(), 100));
    line.append(" (")
        .append(
            switch (spec.type()) {
              case TEXT -> "text";
              case ONE_OF -> "one of the values";
              case SEVERAL_OF -> "list of the values";
              case NUMBER -> spec.unit().isEmpty() ? "number" : "number with unit, " + spec.unit();
              case BOOLEAN -> "true or false";
              case LIST -> "list of texts";
            })
        .append(spec.required() ? ", required)" : ")");
    if (!spec.description().isBlank()) {
      line.append(": ").append(ProductText.line(spec.description(), 300));
    }
    if (!spec.values().isEmpty()) {
      boolean closed =
          spec.type() == AttributeSpec.Type.ONE_OF || spec.type() == AttributeSpec.Type.SEVERAL_OF;
      line.append(closed ? "; values: " : "; such as: ");
      int shown = Math.min(closed ? MOST_LISTED : MOST_SHOWN, spec.values().size());
      line.append(ProductText.line(String.join(" | ", spec.values().subList(0, shown)), 4_000));
    }
    return line.toString();
  }

  static Constraint constraint(AttributeSchema schema) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("type", "object");
    if (schema.isOpen()) {
      root.putObject("additionalProperties").put("type", "string");
      return new Constraint.JsonSchema("attributes", root.toString());
    }
    ObjectNode properties = root.putObject("properties");
    ArrayNode required = root.putArray("required");
    for (AttributeSpec spec : schema.attributes()) {
      property(properties.putObject(spec.name()), spec);
      required.add(spec.name());
    }
    root.put("additionalProperties", false);
    return new Constraint.JsonSchema("attributes", root.toString());
  }

  private static void property(ObjectNode property, AttributeSpec spec) {
    boolean listed = spec.values().size() <= MOST_LISTED;
    switch (spec.type()) {
      case TEXT, NUMBER -> property.putArray("type").add("string").add("null");
      case BOOLEAN -> property.putArray("type").add("boolean").add("null");
      case LIST -> property.put("type", "array").putObject("items").put("type", "string");
      case ONE_OF -> {
        if (listed) {
          ArrayNode values = property.putArray("enum");
          spec.values().forEach(values::add);
          values.addNull();
        } else {
          property.putArray("type").add("string").add("null");
        }
      }
      case SEVERAL_OF -> {
        ObjectNode items = property.put("type", "array").putObject("items").put("type", "string");
        if (listed) {
          ArrayNode values = items.putArray("enum");
          spec.values().forEach(values::add);
        }
      }
    }
  }
}
