package dev.ecomllm.examples.quickstart;

import dev.ecomllm.classify.Classification;
import dev.ecomllm.extract.ExtractRequest;
import dev.ecomllm.extract.ExtractedAttribute;
import dev.ecomllm.extract.ExtractedAttributes;
import dev.ecomllm.product.Product;
import dev.ecomllm.qa.Answer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Classifies a catalogue, extracts attributes and answers a question about each product: on the
 * embedded engine, or on an endpoint if {@code ECOM_LLM_ENDPOINT} and {@code ECOM_LLM_MODEL} are
 * set.
 */
public final class Quickstart {

  private static final String LINE = "-".repeat(120);

  private Quickstart() {}

  /** Prints the table. */
  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    long opening = System.nanoTime();
    Engine engine = Engine.open();
    out.printf(Locale.ROOT, "Answers by %s, opened in %.1f s%n", engine.name(), seconds(opening));
    out.println(LINE);
    long start = System.nanoTime();
    int products = 0;
    for (Catalogue.Item item : Catalogue.items()) {
      print(out, engine, item);
      products++;
    }
    out.printf(Locale.ROOT, "%d products in %.1f s%n", products, seconds(start));
  }

  private static void print(PrintStream out, Engine engine, Catalogue.Item item) {
    Product product = item.product();
    Classification category = engine.classifier().classify(product);
    ExtractedAttributes attributes =
        engine
            .extractor()
            .extract(
                ExtractRequest.of(product, engine.schemas().schemaFor(category.category()))
                    .withCategory(category.category().path().toString()));
    Answer answer = engine.qa().ask(product, item.question());

    out.println(product.title());
    out.printf("  category    %s%n", category.category().path());
    out.printf(
        "              confidence %s, decision %s%s%n",
        percent(category.confidence()),
        category.decision(),
        category.decided().map(node -> " -> " + node.name()).orElse(""));
    out.printf(
        "  attributes  %s%n",
        attributes.attributes().stream()
            .map(Quickstart::shown)
            .collect(Collectors.joining("\n              ")));
    out.printf("  question    %s%n  answer      %s%n", item.question(), shown(answer));
    out.println(LINE);
  }

  private static String shown(ExtractedAttribute attribute) {
    String normal =
        attribute
            .normalized()
            .map(value -> " = " + value + attribute.unit().map(unit -> " " + unit).orElse(""))
            .orElse("");
    String proof =
        attribute
            .evidence()
            .map(e -> "  [" + e.field() + " " + e.start() + "-" + e.end() + "]")
            .orElse("  [inferred]");
    return attribute.name() + ": " + attribute.value() + normal + proof;
  }

  private static String shown(Answer answer) {
    return answer instanceof Answer.Known known
        ? known.text() + "  [" + known.citations().get(0).passage().source() + "]"
        : "the product data does not say";
  }

  private static String percent(OptionalDouble probability) {
    return probability.isPresent() ? Math.round(100 * probability.getAsDouble()) + "%" : "unknown";
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
