package dev.ecomllm.rag.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ecomllm.extract.AttributeSchema;
import dev.ecomllm.extract.AttributeSpec;
import dev.ecomllm.extract.Evidence;
import dev.ecomllm.extract.ExtractRequest;
import dev.ecomllm.extract.ExtractedAttribute;
import dev.ecomllm.extract.ExtractedAttributes;
import dev.ecomllm.extract.LabelledAttributes;
import dev.ecomllm.product.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EmbeddedExtractorTest {

  private final EmbeddedExtractor extractor = EmbeddedExtractor.create();

  @Test
  void theReferenceSystemsExample() {
    ExtractedAttributes found =
        extractor.extract(
            Product.of(
                "sku-1",
                "Sony WH-1000XM5 Wireless Noise Canceling Headphones, Black, 30-hour battery,"
                    + " USB-C charging"));
    assertThat(found.attributes())
        .extracting(ExtractedAttribute::name, ExtractedAttribute::value)
        .containsExactly(
            tuple("brand", "Sony"),
            tuple("model", "WH-1000XM5"),
            tuple("type", "Wireless Noise Canceling Headphones"),
            tuple("color", "Black"),
            tuple("battery_life", "30-hour"),
            tuple("charging", "USB-C"));
    assertThat(found.find("battery_life").orElseThrow().normalized()).contains("30");
    assertThat(found.find("battery_life").orElseThrow().unit()).contains("h");
    assertThat(found.answeredBy()).isEqualTo("embedded");
  }

  @Test
  void openExtractionUsesCommonNames() {
    ExtractedAttributes found =
        extractor.extract(
            Product.of("p", "Fiskars Oak Chopping Board 40 x 30 x 2 cm, 1.5 kg")
                .withDescription("Care: hand wash. Country of origin: Finland."));
    assertThat(found.find("brand").orElseThrow().value()).isEqualTo("Fiskars");
    assertThat(found.find("material").orElseThrow().value()).isEqualTo("Oak");
    assertThat(found.find("dimensions").orElseThrow().normalized()).contains("40 x 30 x 2");
    assertThat(found.find("weight").orElseThrow().unit()).contains("kg");
    assertThat(found.find("country_of_origin").orElseThrow().value()).isEqualTo("Finland");
  }

  @Test
  void aSchemaDecidesTheNamesAndUnits() {
    AttributeSchema schema =
        AttributeSchema.of(
            AttributeSpec.text("Brand Name"),
            AttributeSpec.oneOf("Colour", List.of("red", "gray")),
            AttributeSpec.number("Weight", "g"),
            AttributeSpec.yesNo("waterproof"),
            AttributeSpec.yesNo("foldable"),
            AttributeSpec.text("Frame Material"),
            AttributeSpec.text("Flavor"));
    ExtractedAttributes found =
        extractor.extract(
            Product.of("p", "Acme Grey Tent, reduced, 1.2 kg, not waterproof")
                .withBrand("Acme")
                .withDescription("Foldable. Frame material: glass fibre rods; one year."),
            schema);
    assertThat(found.attributes())
        .extracting(ExtractedAttribute::name, ExtractedAttribute::value)
        .containsExactly(
            tuple("Brand Name", "Acme"),
            tuple("Colour", "gray"),
            tuple("Weight", "1.2 kg"),
            tuple("waterproof", "no"),
            tuple("foldable", "yes"),
            tuple("Frame Material", "glass fibre rods"));
    assertThat(found.find("Weight").orElseThrow().normalized()).contains("1200");
    assertThat(found.find("Colour").orElseThrow().evidence())
        .contains(new Evidence("title", 5, 9, "Grey"));
  }

  @Test
  void aHostileProductIsJustText() {
    String noise = "a: \uD83D\uDE00 \u202E 1/0 x 99999999999999999999999 cm :: , ".repeat(20_000);
    Product product = Product.of("p", "\u0000\u0301 12").withDescription(noise);
    assertThat(extractor.extract(product).attributes()).allMatch(a -> a.evidence().isPresent());
    assertThat(extractor.extract(product, AttributeSchema.of(AttributeSpec.text("color"))))
        .isNotNull();
  }

  @Test
  void labelledProductsTeachTheShopsOwnAttributes() {
    List<LabelledAttributes> labelled = new ArrayList<>();
    Random random = new Random(3);
    for (int i = 0; i < 60; i++) {
      String brand = pick(random, "Zenkai", "Mollis", "Tarn", "Ostra");
      String roast = pick(random, "Dawn Roast", "Dusk Roast", "Noon Roast");
      String grind = pick(random, "coarse", "fine", "whole bean");
      labelled.add(
          new LabelledAttributes(
              Product.of("p" + i, brand + " " + roast + " Coffee, " + grind + ", 250 g"),
              "Coffee",
              Map.of("Maker", List.of(brand), "Mood", List.of(roast), "Cut", List.of(grind))));
    }
    EmbeddedExtractor taught = extractor.learning(labelled);
    ExtractRequest request =
        ExtractRequest.of(
                Product.of("new", "Yulo Dusk Roast Coffee, fine, 1 kg"),
                AttributeSchema.ofNames(List.of("Cut", "Mood", "Maker", "Weight")))
            .withCategory("Coffee");
    assertThat(taught.extract(request).attributes())
        .extracting(ExtractedAttribute::name, ExtractedAttribute::value)
        .containsExactly(
            tuple("Cut", "fine"),
            tuple("Mood", "Dusk Roast"),
            tuple("Maker", "Yulo"),
            tuple("Weight", "1 kg"));
    assertThat(extractor.extract(request).find("Mood")).isEmpty();
    assertThat(taught.extract(request.withCategory("Tea")).find("Mood")).isEmpty();
  }

  @Test
  void aKnownValueIsSeenBeforeAnEnding() {
    List<LabelledAttributes> labelled = new ArrayList<>();
    Random random = new Random(4);
    for (int i = 0; i < 40; i++) {
      String who = pick(random, "Men", "Women", "Boys");
      String title = pick(random, "Running", "Summer", "Gym") + " Shorts for " + who + " " + i;
      labelled.add(
          new LabelledAttributes(
              Product.of("p" + i, title), "Shorts", Map.of("For whom", List.of(who))));
    }
    ExtractedAttribute found =
        extractor
            .learning(labelled)
            .extract(
                ExtractRequest.of(
                        Product.of("new", "\uD83D\uDD25 Summer Shorts for Mens 7"),
                        AttributeSchema.ofNames(List.of("For whom")))
                    .withCategory("Shorts"))
            .find("For whom")
            .orElseThrow();
    assertThat(found.value()).isEqualTo("Men");
    assertThat(found.evidence()).contains(new Evidence("title", 20, 24, "Mens"));
  }

  @Test
  void hostileTitlesGetAnAnswerFromWhatWasLearned() {
    EmbeddedExtractor taught =
        extractor.learning(
            List.of(
                new LabelledAttributes(
                    Product.of("p", "Zenkai tea"), "Tea", Map.of("Maker", List.of("Zenkai"))),
                new LabelledAttributes(
                    Product.of("q", "word ".repeat(50_000)),
                    "Tea",
                    Map.of("Maker", List.of("n/a"))),
                new LabelledAttributes(Product.of("r", "?"), "Tea", Map.of())));
    for (String title :
        List.of(
            "\u0000\u001b[31m", "\uD83D\uDE00", "\u202Eaet", "\u8336", "word ".repeat(50_000))) {
      ExtractRequest request =
          ExtractRequest.of(
                  Product.of("x", title), AttributeSchema.ofNames(List.of("Maker", "Mood")))
              .withCategory("Tea");
      assertThat(taught.extract(request).productId()).isEqualTo("x");
    }
  }

  private static String pick(Random random, String... values) {
    return values[random.nextInt(values.length)];
  }
}
