package dev.ecomllm.eval.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.product.Product;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The product in a row. Labels stand in the same rows, so only fields that are known to describe a
 * product are read.
 */
public final class ProductRows {

  /**
   * Text attributes of Google's product data specification, and the object {@code "fields"} for a
   * shop's own.
   */
  private static final List<String> FIELDS =
      List.of(
          "product_type",
          "product_highlight",
          "product_detail",
          "bullets",
          "gtin",
          "mpn",
          "color",
          "size",
          "material",
          "pattern",
          "gender",
          "age_group",
          "condition");

  private ProductRows() {}

  /**
   * The product of a row.
   *
   * @throws IllegalArgumentException if the row has neither title nor description, or something
   *     else than text there
   */
  public static Product read(JsonLines.Row row) {
    ObjectNode object = row.object();
    Map<String, String> fields = new LinkedHashMap<>();
    for (String name : FIELDS) {
      putText(fields, name, object.path(name));
    }
    object
        .path("fields")
        .properties()
        .forEach(field -> putText(fields, field.getKey(), field.getValue()));
    return new Product(
        row.id(),
        text(object, "title"),
        text(object, "description"),
        text(object, "brand"),
        fields);
  }

  /**
   * The text of a field; {@code ""} if it is missing or null.
   *
   * @throws IllegalArgumentException if it is a list or an object
   */
  public static String text(ObjectNode object, String name) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (value.isContainerNode()) {
      throw new IllegalArgumentException("\"" + name + "\" must be a text");
    }
    return value.asText();
  }

  private static void putText(Map<String, String> fields, String name, JsonNode value) {
    if (value.isValueNode() && !value.isNull() && !value.asText().isBlank()) {
      fields.put(name, value.asText());
    }
  }
}
