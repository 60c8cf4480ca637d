package dev.ecomllm.examples.quickstart;

import dev.ecomllm.classify.Classification;
import dev.ecomllm.classify.Decision;
import dev.ecomllm.classify.LabelledProduct;
import dev.ecomllm.classify.ReviewReason;
import dev.ecomllm.product.Product;
import dev.ecomllm.rag.offline.EmbeddedEcomLlm;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the engine is not sure of goes to a person, and what the person says is known from the next
 * product on. Run with {@code -Dexec.mainClass=dev.ecomllm.examples.quickstart.ReviewLoop}. For
 * files, {@code ecomllm review out} and {@code ecomllm review back} do the same.
 */
public final class ReviewLoop {

  /** This morning's products, with names that only this shop uses. */
  static final List<Product> TODAY =
      List.of(
          Product.of("b-1", "Hearthstone Ember, Oak, 3 kg"),
          Product.of("b-2", "Stoneware Coffee Mug, Blue, 350 ml"),
          Product.of("b-3", "Tidewell Skipper 40, Coral"),
          Product.of("b-4", "Tidewell Skipper 60, Coral"));

  /** Tomorrow's. */
  static final List<Product> TOMORROW =
      List.of(
          Product.of("b-5", "Hearthstone Ember, Beech, 5 kg"),
          Product.of("b-6", "Tidewell Skipper 40, Navy"));

  private ReviewLoop() {}

  /** Classifies, asks the person, learns, and classifies what comes next. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    run(out, EmbeddedEcomLlm.open(), ReviewLoop::person);
  }

  /** The answers to tomorrow's products, after what the person said of today's. */
  static List<Classification> run(
      PrintStream out, EmbeddedEcomLlm engine, Function<Product, Optional<Category>> person) {
    List<LabelledProduct> labelled = new ArrayList<>();
    for (Product product : TODAY) {
      Classification answer = engine.classifier().classify(product);
      show(out, product, answer);
      if (answer.decision() == Decision.REVIEW) {
        person
            .apply(product)
            .ifPresent(
                category -> {
                  out.println("    a person: " + category.path());
                  labelled.add(new LabelledProduct(product, category));
                });
      }
    }

    out.println("-- after " + labelled.size() + " labels");
    EmbeddedEcomLlm learned = engine.learning(labelled); // the shop keeps them and gives them all
    List<Classification> answers = new ArrayList<>();
    for (Product product : TOMORROW) {
      Classification answer = learned.classifier().classify(product);
      show(out, product, answer);
      answers.add(answer);
    }
    return answers;
  }

  private static void show(PrintStream out, Product product, Classification answer) {
    out.println(product.title());
    out.println(
        answer.decision() == Decision.REVIEW
            ? "    to review: " + ReviewReason.of(answer)
            : "    " + answer.decision() + ": " + answer.decided().orElseThrow().path());
  }

  /** Stands for the person's screen. */
  static Optional<Category> person(Product product) {
    String path =
        product.title().startsWith("Hearthstone")
            ? "Home & Garden > Fireplace & Wood Stove Accessories > Firewood & Fuel"
            : "Luggage & Bags > Duffel Bags";
    return Taxonomy.google().byPath(path);
  }
}
