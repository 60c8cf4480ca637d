package dev.ecomllm.eval.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.extract.AttributeSchema;
import dev.ecomllm.extract.ExtractRequest;
import dev.ecomllm.extract.ExtractedAttribute;
import dev.ecomllm.extract.ExtractedAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Rows of {@code predict --task extract}. */
public final class ExtractRows implements TaskRows<ExtractRequest, ExtractedAttributes> {

  private final Function<String, AttributeSchema> schemas;

  /**
   * Takes the schemas by category path.
   *
   * @param schemas gives the schema of a category, or the open one for a label that it does not
   *     know
   */
  public ExtractRows(Function<String, AttributeSchema> schemas) {
    this.schemas = schemas;
  }

  @Override
  public ExtractRequest read(JsonLines.Row row) {
    String category = ProductRows.text(row.object(), "category");
    JsonNode names = row.object().path("attributes");
    AttributeSchema schema =
        names.isArray()
            ? AttributeSchema.ofNames(texts(names))
            : category.isEmpty() ? AttributeSchema.OPEN : schemas.apply(category);
    return new ExtractRequest(ProductRows.read(row), schema, category);
  }

  @Override
  public void write(ExtractedAttributes answer, ObjectNode row) {
    ObjectNode attributes = row.putObject("attributes");
    for (ExtractedAttribute attribute : answer.attributes()) {
      JsonNode earlier = attributes.get(attribute.name());
      ObjectNode value = value(attribute);
      if (earlier == null) {
        attributes.set(attribute.name(), value);
      } else if (earlier instanceof ArrayNode several) {
        several.add(value);
      } else {
        attributes.putArray(attribute.name()).add(earlier).add(value);
      }
    }
    row.put("answeredBy", answer.answeredBy());
  }

  private static ObjectNode value(ExtractedAttribute attribute) {
    ObjectNode value = JsonLines.MAPPER.createObjectNode();
    value.put("value", attribute.value());
    attribute.normalized().ifPresent(text -> value.put("normalized", text));
    attribute.unit().ifPresent(text -> value.put("unit", text));
    attribute
        .evidence()
        .ifPresent(
            evidence -> {
              value.put("evidence", evidence.text());
              value.put("field", evidence.field());
              value.put("start", evidence.start());
              value.put("end", evidence.end());
            });
    value.put("support", attribute.support().name());
    return value;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : array) {
      if (!item.isTextual() || item.asText().isBlank()) {
        throw new IllegalArgumentException("\"attributes\" must be a list of names");
      }
      if (!texts.contains(item.asText())) {
        texts.add(item.asText());
      }
    }
    return texts;
  }
}
