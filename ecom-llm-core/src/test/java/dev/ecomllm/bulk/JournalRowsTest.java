package dev.ecomllm.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ecomllm.classify.Classification;
import dev.ecomllm.classify.Classification.Alternative;
import dev.ecomllm.classify.Decision;
import dev.ecomllm.extract.AttributeSchema;
import dev.ecomllm.extract.AttributeSpec;
import dev.ecomllm.extract.Evidence;
import dev.ecomllm.extract.ExtractRequest;
import dev.ecomllm.extract.ExtractedAttribute;
import dev.ecomllm.extract.ExtractedAttributes;
import dev.ecomllm.product.Product;
import dev.ecomllm.qa.Answer;
import dev.ecomllm.qa.Citation;
import dev.ecomllm.qa.Passage;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** The answers of the built-in tasks come back from a journal as they were. */
class JournalRowsTest {

  private static final Product PRODUCT = Product.of("sku \"1\"", "Socke, Größe 43 \ud83e\udde6");

  private static <O> O afterAJournal(Class<?> type, O answer) throws Exception {
    JournalRows<O> rows = new JournalRows<>(type, Optional.of(Taxonomy.google()));
    byte[] line = rows.write(new Outcome.Success<>(12, PRODUCT, answer)).toByteArray();
    byte[] open = Arrays.copyOf(line, line.length - ",\"crc\":\"01234567\"}\n".length());
    assertThat(JournalRows.item(open)).isEqualTo(12);
    return ((Outcome.Success<Product, O>) rows.read(open, 12, PRODUCT)).answer();
  }

  @Test
  void classifications() throws Exception {
    Category socks = Taxonomy.google().require(209);
    Category clothing = Taxonomy.google().require(1604);
    Classification sure =
        new Classification(
            PRODUCT.id(),
            socks,
            OptionalDouble.of(0.1 + 0.2),
            OptionalDouble.of(-1.5),
            Decision.ANCESTOR,
            Optional.of(clothing),
            OptionalDouble.of(1),
            List.of(
                new Alternative(
                    socks,
                    OptionalDouble.of(0.3),
                    OptionalDouble.of(Double.NEGATIVE_INFINITY),
                    OptionalDouble.empty()),
                new Alternative(clothing, OptionalDouble.empty())),
            "model");
    assertThat(afterAJournal(Classification.class, sure)).isEqualTo(sure);
    Classification unsure =
        new Classification(
            PRODUCT.id(),
            socks,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Decision.REVIEW,
            Optional.empty(),
            OptionalDouble.empty(),
            List.of(),
            "model");
    assertThat(afterAJournal(Classification.class, unsure)).isEqualTo(unsure);
  }

  @Test
  void attributes() throws Exception {
    ExtractedAttributes attributes =
        new ExtractedAttributes(
            PRODUCT.id(),
            List.of(
                ExtractedAttribute.stated("size", "43", Evidence.at("title", "Größe 43", 6, 8))
                    .withNormalized("43", "EU"),
                ExtractedAttribute.inferred("color", "black")),
            List.of(new ExtractedAttributes.Dropped("brand", "not in the text")),
            "embedded");
    assertThat(afterAJournal(ExtractedAttributes.class, attributes)).isEqualTo(attributes);
  }

  @Test
  void answers() throws Exception {
    Answer known =
        new Answer.Known(
            PRODUCT.id(),
            "Yes.",
            List.of(new Citation(1, new Passage("It is.", "manual"))),
            OptionalDouble.of(0.7),
            List.of(1, 0),
            "model");
    assertThat(afterAJournal(Answer.class, known)).isEqualTo(known);
    Answer unknown =
        new Answer.Unknown(
            PRODUCT.id(),
            Answer.Reason.UNSUPPORTED,
            OptionalDouble.empty(),
            List.of(),
            "model",
            "No.");
    assertThat(afterAJournal(Answer.class, unknown)).isEqualTo(unknown);
  }

  @Test
  void anyChangeOfAnItemIsSeen() throws Exception {
    AttributeSchema schema =
        AttributeSchema.of(AttributeSpec.number("size", "EU"), AttributeSpec.text("color"));
    ExtractRequest request =
        ExtractRequest.of(PRODUCT.withField("b", "2").withField("a", "1"), schema);
    List<ExtractRequest> others =
        List.of(
            request.withCategory("Socks"),
            ExtractRequest.of(request.product().withBrand("x"), schema),
            ExtractRequest.of(request.product().withField("a", "2"), schema),
            ExtractRequest.of(
                request.product(),
                AttributeSchema.of(
                    AttributeSpec.number("size", "EU").withRange(1, 50),
                    AttributeSpec.text("color"))));
    JournalRows<String> rows = new JournalRows<>(String.class, Optional.empty());
    byte[] line = rows.write(new Outcome.Success<>(0, request, "yes")).toByteArray();
    byte[] open = Arrays.copyOf(line, line.length - ",\"crc\":\"01234567\"}\n".length());

    assertThat(rows.read(open, 0, request)).isEqualTo(new Outcome.Success<>(0, request, "yes"));
    for (ExtractRequest other : others) {
      assertThatThrownBy(() -> rows.read(open, 0, other))
          .isInstanceOf(JournalRows.OtherInputException.class);
    }
    // A map is the same in any order.
    ExtractRequest sorted =
        ExtractRequest.of(
            new Product(
                PRODUCT.id(),
                PRODUCT.title(),
                "",
                "",
                new java.util.TreeMap<>(Map.of("a", "1", "b", "2"))),
            schema);
    assertThat(rows.read(open, 0, sorted)).isEqualTo(new Outcome.Success<>(0, sorted, "yes"));
  }
}
