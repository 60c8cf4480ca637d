package dev.ecomllm.extract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.engine.TaskRunner;
import dev.ecomllm.product.Product;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A model that invents three values of ten: pieces of other words, and other attributes' values.
 */
class InventedValuesTest {

  private static final int PRODUCTS = 3_000;

  private static final Map<String, List<String>> VALUES =
      Map.of(
          "brand", List.of("Acme", "Northwind", "Lumora", "Vektor"),
          "color", List.of("Black", "Red", "Navy Blue", "Olive Green", "Silver"),
          "material", List.of("Cotton", "Stainless Steel", "Leather", "Bamboo", "Glass"),
          "size", List.of("XL", "XXL", "Size 42", "One Size"),
          "gender", List.of("Men", "Women", "Unisex"),
          "weight", List.of("1.2 kg", "500 g", "16 oz"),
          "volume", List.of("750 ml", "2 l", "12 fl oz"));

  private static final AttributeSchema SCHEMA =
      AttributeSchema.of(
          AttributeSpec.text("brand"),
          AttributeSpec.text("color"),
          AttributeSpec.text("material"),
          AttributeSpec.text("size"),
          AttributeSpec.text("gender"),
          AttributeSpec.number("weight", "g"),
          AttributeSpec.number("volume", "ml"));

  private final Random random = new Random(7);
  private int pieces;
  private int others;
  private int piecesProved;
  private int othersProved;
  private int trueProved;
  private int trueTold;

  @Test
  void whatIsInventedIsNotProved() {
    for (int i = 0; i < PRODUCTS; i++) {
      ask(i);
    }
    assertThat(pieces).isGreaterThan(1_000);
    assertThat(others).isGreaterThan(1_000);
    assertThat(piecesProved).isZero();
    assertThat(othersProved / (double) others).isLessThanOrEqualTo(0.02);
    assertThat(trueProved / (double) trueTold).isGreaterThan(0.97);
  }

  private void ask(int number) {
    Map<String, String> truth = new LinkedHashMap<>();
    for (AttributeSpec spec : SCHEMA.attributes()) {
      truth.put(spec.name(), pick(VALUES.getOrDefault(spec.name(), List.of())));
    }
    Product product = Product.of("p" + number, String.join(" ", truth.values()) + " item");
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    Map<String, String> invented = new LinkedHashMap<>();
    truth.forEach(
        (name, value) -> {
          String told = value;
          if (random.nextInt(10) < 3) {
            boolean piece = random.nextBoolean();
            told = piece ? piece(truth) : another(name, truth);
            invented.put(name, piece ? "piece" : "other");
          }
          answer.put(name, told);
        });
    ExtractedAttributes found =
        ModelExtractor.of(
                TaskRunner.of(ModelClient.of("m", (q, t) -> ModelReply.of(answer.toString(), "m"))))
            .extract(product, SCHEMA);
    truth
        .keySet()
        .forEach(name -> count(invented.getOrDefault(name, ""), found.find(name).isPresent()));
  }

  private void count(String invented, boolean proved) {
    switch (invented) {
      case "piece" -> {
        pieces++;
        piecesProved += proved ? 1 : 0;
      }
      case "other" -> {
        others++;
        othersProved += proved ? 1 : 0;
      }
      default -> {
        trueTold++;
        trueProved += proved ? 1 : 0;
      }
    }
  }

  /** A part of a word of some value: "lack", "eathe". */
  private String piece(Map<String, String> truth) {
    String word = pick(List.copyOf(truth.values())).replaceAll("[^A-Za-z].*", "");
    if (word.length() < 4) {
      word = "Stainless";
    }
    int start = 1 + random.nextInt(word.length() - 3);
    return word.substring(start, start + 2);
  }

  private String another(String name, Map<String, String> truth) {
    List<String> names = new ArrayList<>(truth.keySet());
    names.remove(name);
    return truth.getOrDefault(pick(names), "");
  }

  private String pick(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}
