package dev.ecomllm.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ecomllm.product.Product;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceFinderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // text | value | what is found
        "Reduced price, red shirt|red|red",
        "Reduced price|red|",
        "Scarred leather|car|",
        "Navy Blue coat|navy blue|Navy Blue",
        "Stainless-Steel pan|stainless steel|Stainless-Steel",
        "500ml bottle|500 ml|500ml",
        "500ml bottle|0.5 l|500ml",
        "30-hour battery|30 hours|30-hour",
        "Thirty hours of music|30 h|Thirty hours",
        "1500ml bottle|500 ml|",
        "12.5 cm|5 cm|",
        "12.5 cm|5|",
        "1,000 sheets|1000|1,000",
        "Crème brûlée|creme brulee|Crème brûlée",
        "For women's feet|women|women",
        "For women's feet|Women|women's",
        "O'Neill boards|Neill|",
        "WH-1000XM5|XM|",
        "WH-1000XM5 headphones|wh-1000xm5|WH-1000XM5",
        "2 batteries|two battery|2 batteries",
        "红色连衣裙|红色|红色",
        "\uD83D\uDC69\u200D\uD83D\uDE80 costume|\uD83D\uDC69|",
        "Party \uD83C\uDF88 set|\uD83C\uDF88|\uD83C\uDF88",
        "cafe\u0301 mug|cafe|cafe\u0301",
        "C++ primer|C|",
        "Gray wool|grey|Gray",
      })
  void wholeWordsAlone(String text, String value, String expected) {
    Optional<Evidence> found = EvidenceFinder.in(Product.of("p", text)).find(value);
    assertThat(found.map(Evidence::text)).isEqualTo(Optional.ofNullable(expected));
  }

  @Test
  void offsetsCountCodePoints() {
    Product product = Product.of("p", "\uD83D\uDD25\uD83D\uDD25 Hot sauce");
    Evidence found = EvidenceFinder.in(product).find("hot SAUCE").orElseThrow();
    assertThat(found).isEqualTo(new Evidence("title", 3, 12, "Hot sauce"));
  }

  @Test
  void anExactPlaceInAnyFieldComesBeforeASimilarOneInTheTitle() {
    Product product = Product.of("p", "Boot, RED").withDescription("It is red.");
    assertThat(EvidenceFinder.in(product).find("red").orElseThrow().field())
        .isEqualTo("description");
  }
}
