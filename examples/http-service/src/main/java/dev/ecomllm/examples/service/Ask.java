package dev.ecomllm.examples.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.eval.dataset.ProductRows;
import dev.ecomllm.product.Product;
import dev.ecomllm.qa.Passage;
import dev.ecomllm.qa.QaRequest;
import dev.ecomllm.qa.Turn;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A request, whatever names it uses: {@code product_title}, {@code productTitle}, {@code title};
 * {@code product} may be a title or an object with the product's fields. Fields that nobody knows
 * are ignored. What it says must be text of a sensible length.
 */
final class Ask {

  private static final int LONGEST_NAME = 300;
  private static final int LONGEST_TITLE = 10_000;
  private static final int LONGEST_TEXT = 500_000;
  private static final int LONGEST_QUESTION = 2_000;
  private static final int MOST = 200;

  /** Our names, and those that are read as well; the first that is there counts. */
  private static final Map<String, List<String>> NAMES =
      Map.of(
          "title", List.of("product_title", "productTitle", "title", "product_name", "name"),
          "description",
              List.of("product_description", "productDescription", "description", "product_text"),
          "brand", List.of("product_brand", "productBrand", "brand"),
          "id", List.of("id", "product_id", "productId", "sku"),
          "category", List.of("category", "product_category", "categoryId", "category_id"),
          "attributes", List.of("attributes", "attribute_names", "fields_to_extract"),
          "question", List.of("question", "product_question", "query"),
          "passages", List.of("passages", "context", "contexts", "documents"),
          "history", List.of("history"));

  private final ObjectNode row;

  private Ask(ObjectNode row) {
    this.row = row;
  }

  /**
   * Reads a request.
   *
   * @throws BadRequestException if it is no object, or {@code product} is neither text nor object
   */
  static Ask of(JsonNode request) {
    if (!(request instanceof ObjectNode asked)) {
      throw BadRequestException.invalid("a request must be an object");
    }
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    JsonNode product = asked.path("product");
    if (product instanceof ObjectNode fields) {
      fields.properties().forEach(field -> row.set(field.getKey(), field.getValue()));
    }
    asked.properties().forEach(field -> row.set(field.getKey(), field.getValue()));
    row.remove("product");
    NAMES.forEach((ours, theirs) -> rename(row, ours, theirs));
    if (product.isTextual() && !row.hasNonNull("title")) {
      row.set("title", product);
    } else if (!product.isTextual() && !product.isObject() && !product.isMissingNode()) {
      throw BadRequestException.invalid("\"product\" must be a title or an object");
    }
    return new Ask(row);
  }

  private static void rename(ObjectNode row, String ours, List<String> theirs) {
    Optional<JsonNode> value =
        theirs.stream()
            .map(row::path)
            .filter(node -> !node.isMissingNode() && !node.isNull())
            .findFirst();
    row.remove(theirs);
    value.ifPresent(node -> row.set(ours, node));
  }

  /** The id that came with it, if one did. */
  Optional<String> id() {
    return Optional.of(text("id", LONGEST_NAME)).filter(id -> !id.isBlank());
  }

  /**
   * The product.
   *
   * @throws BadRequestException if there is neither title nor description, or one is no text
   */
  Product product() {
    String title = text("title", LONGEST_TITLE);
    if (title.isBlank() && text("description", LONGEST_TEXT).isBlank()) {
      throw BadRequestException.invalid("\"product_title\" is missing or blank");
    }
    text("brand", LONGEST_NAME);
    ObjectNode named = row.deepCopy();
    named.put("id", id().orElse("request"));
    if (!named.path("fields").isObject()) {
      named.remove("fields");
    }
    Product product = ProductRows.read(new JsonLines.Row(1, named, ""));
    product.fields().forEach((name, value) -> checked(name, value, LONGEST_TEXT));
    return product;
  }

  /** The category that it names, or {@code ""}. */
  String category() {
    return text("category", LONGEST_NAME).strip();
  }

  /** The names of the attributes asked for; none: those that the category has. */
  List<String> attributes() {
    Set<String> names = new LinkedHashSet<>();
    for (JsonNode name : list("attributes")) {
      if (!name.isTextual() || name.asText().isBlank()) {
        throw BadRequestException.invalid("\"attributes\" must be a list of names");
      }
      names.add(checked("attributes", name.asText(), LONGEST_NAME));
    }
    return List.copyOf(names);
  }

  /**
   * The question.
   *
   * @throws BadRequestException if there is none
   */
  QaRequest question() {
    String question = text("question", LONGEST_QUESTION);
    if (question.isBlank()) {
      throw BadRequestException.invalid("\"question\" is missing or blank");
    }
    return QaRequest.of(product(), question).withPassages(passages()).withHistory(history());
  }

  private List<Passage> passages() {
    List<Passage> passages = new ArrayList<>();
    for (JsonNode item : list("passages")) {
      String text = item.isTextual() ? item.asText() : textOf(item, "text", "passages");
      String source = item.isObject() ? textOf(item, "source", "passages") : "";
      if (text.isBlank()) {
        throw BadRequestException.invalid("a passage must be a text or an object with \"text\"");
      }
      passages.add(new Passage(checked("passages", text, LONGEST_TEXT), source));
    }
    return passages;
  }

  private List<Turn> history() {
    List<Turn> turns = new ArrayList<>();
    for (JsonNode item : list("history")) {
      turns.add(new Turn(textOf(item, "question", "history"), textOf(item, "answer", "history")));
    }
    return turns;
  }

  private static String textOf(JsonNode item, String name, String list) {
    JsonNode value = item.path(name);
    if (!item.isObject() || !(value.isTextual() || value.isMissingNode() || value.isNull())) {
      throw BadRequestException.invalid("\"" + list + "\" holds something that is no text");
    }
    return checked(list, value.isTextual() ? value.asText() : "", LONGEST_TEXT);
  }

  /** The items of a list; a text alone stands for a list of one. */
  private List<JsonNode> list(String name) {
    JsonNode value = row.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return List.of();
    }
    if (value.isTextual()) {
      return List.of(value);
    }
    if (!value.isArray()) {
      throw BadRequestException.invalid("\"" + name + "\" must be a list");
    }
    if (value.size() > MOST) {
      throw BadRequestException.invalid("\"" + name + "\" has more than " + MOST + " items");
    }
    List<JsonNode> items = new ArrayList<>();
    value.forEach(items::add);
    return items;
  }

  private String text(String name, int longest) {
    JsonNode value = row.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    boolean number = value.isIntegralNumber() && (name.equals("id") || name.equals("category"));
    if (!value.isTextual() && !number) {
      throw BadRequestException.invalid("\"" + spoken(name) + "\" must be a text");
    }
    return checked(spoken(name), value.asText(), longest);
  }

  private static String spoken(String name) {
    return name.equals("title") ? "product_title" : name;
  }

  private static String checked(String name, String text, int longest) {
    if (text.length() > longest) {
      throw BadRequestException.invalid(
          "\"" + name + "\" is longer than " + longest + " characters");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw BadRequestException.invalid("\"" + name + "\" holds half a character");
      }
    }
    return text;
  }
}
