package dev.ecomllm.examples.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecomllm.product.Product;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The hand-written catalogue of this example: products of all 21 top-level categories, each with a
 * question.
 */
final class Catalogue {

  /**
   * A product and what a shopper asks about it.
   *
   * @param product the product
   * @param question the question
   */
  record Item(Product product, String question) {}

  private Catalogue() {}

  static List<Item> items() throws IOException {
    try (InputStream in = Catalogue.class.getResourceAsStream("/catalogue.jsonl");
        MappingIterator<JsonNode> rows =
            new ObjectMapper().readerFor(JsonNode.class).readValues(in)) {
      List<Item> items = new ArrayList<>();
      while (rows.hasNext()) {
        JsonNode row = rows.next();
        Product product =
            Product.of(row.path("id").asText(), row.path("title").asText())
                .withBrand(row.path("brand").asText())
                .withDescription(row.path("description").asText());
        items.add(new Item(product, row.path("question").asText()));
      }
      return items;
    }
  }
}
