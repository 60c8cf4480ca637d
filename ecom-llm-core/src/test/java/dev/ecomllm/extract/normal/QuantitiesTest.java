package dev.ecomllm.extract.normal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class QuantitiesTest {

  static List<String> rows() throws IOException {
    try (InputStream in =
            Objects.requireNonNull(QuantitiesTest.class.getResourceAsStream("quantities.tsv"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  @Test
  void theGoldenCases() throws IOException {
    assertThat(rows()).hasSizeGreaterThanOrEqualTo(400);
    SoftAssertions all = new SoftAssertions();
    for (String row : rows()) {
      String[] columns = row.split("\t", -1);
      Optional<Quantity> read = Quantities.parse(columns[0]);
      all.assertThat(read.map(Quantity::text).orElse("")).as(columns[0]).isEqualTo(columns[1]);
      all.assertThat(read.map(Quantity::symbol).orElse("")).as(columns[0]).isEqualTo(columns[2]);
      if (read.isPresent() && !columns[2].isEmpty()) {
        String text = "new " + columns[0].strip() + " model";
        all.assertThat(Quantities.find(text))
            .as("within a text: " + columns[0])
            .extracting(found -> found.quantity().toString())
            .containsExactly(columns[1] + " " + columns[2]);
      }
    }
    all.assertAll();
  }

  static Stream<Unit> units() {
    return Unit.all().stream();
  }

  @ParameterizedTest
  @MethodSource("units")
  void everyUnitGoesToEachOfItsKindAndBack(Unit unit) {
    BigDecimal number = new BigDecimal("12.5");
    for (Unit other : Unit.all()) {
      if (other.dimension().equals(unit.dimension())) {
        BigDecimal back = other.convert(unit.convert(number, other), unit);
        assertThat(back.doubleValue()).isCloseTo(12.5, offset(1e-8));
      } else {
        assertThatThrownBy(() -> unit.convert(number, other))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
    assertThat(Unit.find(unit.symbol())).contains(unit);
  }

  @ParameterizedTest
  @CsvSource({
    "1 in, 2.54 cm",
    "1 lb, 453.59237 g",
    "1 gal, 3785.411784 ml",
    "1 kWh, 3600 kJ",
    "212 °F, 100 °C",
    "1 TB, 1000 GB",
    "6 ft, 72 in",
    "1 l, 1000 ml",
    "1 mi, 1.609344 km",
    "2 x 500 ml, 2 x 0.5 l",
    "1-2 m, 100-200 cm"
  })
  void theSameInOtherUnits(String one, String other) {
    assertThat(Quantities.parse(one).orElseThrow().isSameAs(Quantities.parse(other).orElseThrow()))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 in 1 conditioner",
        "3-in-1 tool",
        "iPhone 15 Pro",
        "Model 5gx",
        "abc12 cm3x",
        "14 M US",
        "5G network",
        "only 3 in stock"
      })
  void whatIsNoQuantity(String text) {
    assertThat(Quantities.find(text)).isEmpty();
  }
}
