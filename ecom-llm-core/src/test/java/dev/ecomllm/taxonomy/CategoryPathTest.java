package dev.ecomllm.taxonomy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CategoryPathTest {

  private static final CategoryPath LAPTOPS =
      new CategoryPath(List.of("Electronics", "Computers", "Laptops"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Electronics > Computers > Laptops",
        "Electronics>Computers>Laptops",
        "  Electronics  >\tComputers >\u00A0 Laptops ",
      })
  void readsAPath(String text) {
    CategoryPath path = CategoryPath.parse(text.replace('\u00A0', ' '));

    assertThat(path).isEqualTo(LAPTOPS).hasToString("Electronics > Computers > Laptops");
  }

  @Test
  void hasParts() {
    assertThat(LAPTOPS.leaf()).isEqualTo("Laptops");
    assertThat(LAPTOPS.depth()).isEqualTo(3);
    assertThat(LAPTOPS.prefix(1)).hasToString("Electronics");
    assertThat(LAPTOPS.prefix(3)).isEqualTo(LAPTOPS);
    assertThatThrownBy(() -> LAPTOPS.prefix(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LAPTOPS.prefix(4)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ">", "A >", "> A", "A > > B"})
  void refusesBlankNames(String text) {
    assertThatThrownBy(() -> CategoryPath.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a category path has a blank name");
  }

  @Test
  void refusesNothing() {
    assertThatThrownBy(() -> new CategoryPath(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
