package dev.ecomllm.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductTest {

  @Test
  void keepsWhatItIsGiven() {
    Product product =
        Product.of("sku-1", "Mug")
            .withBrand("Acme")
            .withDescription("Holds tea.")
            .withField("gtin", "123")
            .withField("colour", "blue")
            .withField("gtin", "456");

    assertThat(product.id()).isEqualTo("sku-1");
    assertThat(product.title()).isEqualTo("Mug");
    assertThat(product.brand()).isEqualTo("Acme");
    assertThat(product.description()).isEqualTo("Holds tea.");
    assertThat(product.fields())
        .containsExactly(Map.entry("gtin", "456"), Map.entry("colour", "blue"));
  }

  @Test
  void absentTextIsEmpty() {
    Product product = Product.of("1", "Mug");

    assertThat(product.description()).isEmpty();
    assertThat(product.brand()).isEmpty();
    assertThat(product.fields()).isEmpty();
  }

  /** Evidence points into the text, so not a character may change. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "👩\u200D🔧 Werkzeugkoffer 🧰",
        "كرسي مكتب \u202Bאבג\u202C",
        "tab\tbell\u0007nul\u0000esc\u001B",
        "  spaces \r\n and lines  ",
        "lone \uD800 surrogate",
        "e\u0301 and \u00E9",
      })
  void keepsEveryCharacter(String text) {
    Product product = new Product("1", text, text, text, Map.of(text, text));

    assertThat(product.title()).isEqualTo(text);
    assertThat(product.description()).isEqualTo(text);
    assertThat(product.brand()).isEqualTo(text);
    assertThat(product.fields()).containsExactly(Map.entry(text, text));
  }

  @Test
  void takesADescriptionOfAMegabyte() {
    String long1 = "x".repeat(1 << 20);

    assertThat(Product.of("1", "Mug").withDescription(long1).description()).isSameAs(long1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n", "\u2003"})
  void refusesABlankId(String id) {
    assertThatThrownBy(() -> Product.of(id, "Mug"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n"})
  void refusesAProductWithNothingToRead(String blank) {
    assertThatThrownBy(() -> new Product("sku-1", blank, blank, "Acme", Map.of("a", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("product 'sku-1' has neither title nor description: there is nothing to read");
    assertThat(new Product("sku-1", blank, "Holds tea.", "", Map.of()).title()).isEqualTo(blank);
  }

  @Test
  @SuppressWarnings("NullAway") // callers without null checks
  void refusesNull() {
    Map<String, String> nullValue = new HashMap<>();
    nullValue.put("colour", null);

    assertThatThrownBy(() -> Product.of(null, "Mug"))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("id");
    assertThatThrownBy(() -> Product.of("1", null)).hasMessage("title");
    assertThatThrownBy(() -> Product.of("1", "Mug").withDescription(null))
        .hasMessage("description");
    assertThatThrownBy(() -> Product.of("1", "Mug").withBrand(null)).hasMessage("brand");
    assertThatThrownBy(() -> new Product("1", "Mug", "", "", nullValue))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("field colour");
  }

  @Test
  void doesNotChangeWithTheMapItWasMadeOf() {
    Map<String, String> fields = new LinkedHashMap<>(Map.of("a", "1"));
    Product product = new Product("1", "Mug", "", "", fields);

    fields.put("b", "2");

    assertThat(product.fields()).containsOnlyKeys("a");
    assertThatThrownBy(() -> product.fields().put("c", "3"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void showsOnlyItsId() {
    assertThat(Product.of("sku-1", "secret title")).hasToString("Product[sku-1]");
  }
}
