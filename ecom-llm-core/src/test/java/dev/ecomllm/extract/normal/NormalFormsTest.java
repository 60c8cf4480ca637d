package dev.ecomllm.extract.normal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalFormsTest {

  @ParameterizedTest
  @CsvSource({
    "Navy, navy blue", "Grey, gray", "space grey, gray", "NAVY BLUE, navy blue",
    "Black/Red, black/red", "Off-White, off white", "Heather Grey, gray", "Multicolour, multicolor",
    "reduced, ", "Blueberry, "
  })
  void colors(String text, String expected) {
    assertThat(Colors.normalize(text)).isEqualTo(Optional.ofNullable(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "Small, S",
    "M, M",
    "X-Large, XL",
    "Extra Large, XL",
    "XXL, XXL",
    "2XL, XXL",
    "3XL, XXXL",
    "4XL, 4XL",
    "XXS, XXS",
    "one size, one size",
    "OSFA, one size",
    "Size: L, L",
    "14 M US, US 14 M",
    "US 10, US 10",
    "EU 43, EU 43",
    "7.5, 7.5",
    "1X, 1X",
    "huge, ",
    "3L, ",
    "XM, "
  })
  void sizes(String text, String expected) {
    assertThat(Sizes.normalize(text)).isEqualTo(Optional.ofNullable(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "Color, COLOR",
    "frame_color, COLOR",
    "Colour, COLOR",
    "Fabric Type, MATERIAL",
    "Brand Name, BRAND",
    "Gender, GENDER",
    "Age range, AGE_GROUP",
    "Model Number, MODEL",
    "shoe_size, SIZE",
    "screen_size, OTHER",
    "Flavor, OTHER"
  })
  void kinds(String name, AttributeKind expected) {
    assertThat(AttributeKind.of(name)).isEqualTo(expected);
  }
}
