package dev.ecomllm.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogueTest {

  @Test
  void hasProductsForAllTopLevelCategoriesEachWithAQuestion() throws IOException {
    List<Catalogue.Item> items = Catalogue.items();
    assertThat(items).hasSize(63);
    assertThat(items).extracting(item -> item.product().id()).doesNotHaveDuplicates();
    assertThat(items.stream().map(item -> item.product().id().replaceAll("-.*", "")).distinct())
        .hasSize(21);
    assertThat(items).allSatisfy(item -> assertThat(item.question()).isNotBlank());
  }
}
