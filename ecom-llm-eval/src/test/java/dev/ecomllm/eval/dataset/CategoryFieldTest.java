package dev.ecomllm.eval.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CategoryFieldTest {

  private static final Taxonomy GOOGLE = Taxonomy.google();
  private static final Category SHOES = GOOGLE.require(187);

  private static JsonNode json(String text) throws IOException {
    return JsonLines.MAPPER.readTree(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"187", "187.0", "\"187\"", "\" 187 \"", "\"Apparel & Accessories > Shoes\""})
  void isAPathOrAnId(String value) throws IOException {
    assertThat(CategoryField.read(json(value), GOOGLE)).contains(SHOES);
    assertThat(CategoryField.require(json(value), GOOGLE)).isEqualTo(SHOES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "\"\"",
        "187.5",
        "-187",
        "1e300",
        "99999999999999999999",
        "\"99999999999999999999\"",
        "\"Shoes\"",
        "true",
        "[187]",
        "{\"id\":187}"
      })
  void anythingElseIsNone(String value) throws IOException {
    assertThat(CategoryField.read(json(value), GOOGLE)).isEmpty();
    assertThatThrownBy(() -> CategoryField.require(json(value), GOOGLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not in " + GOOGLE);
  }

  @Test
  void anIdSaysMoreThanAPath() throws IOException {
    assertThat(row("{\"c\":\"Hardware\",\"n\":187}")).contains(SHOES);
    assertThat(row("{\"c\":\"Apparel & Accessories > Shoes\",\"n\":null}")).contains(SHOES);
    assertThat(row("{\"c\":\"Apparel & Accessories > Shoes\",\"n\":\"\"}")).contains(SHOES);
    assertThat(row("{\"c\":187}")).contains(SHOES);
    assertThat(row("{\"c\":\"Hardware\",\"n\":\"no\"}")).isEmpty();
    assertThat(row("{}")).isEmpty();
  }

  private static Optional<Category> row(String row) throws IOException {
    return CategoryField.read(json(row), "c", "n", GOOGLE);
  }
}
