package dev.ecomllm.examples.quickstart;

import dev.ecomllm.product.Product;
import dev.ecomllm.qa.Answer;
import dev.ecomllm.rag.offline.EmbeddedEcomLlm;

/**
 * Can the product's data answer this? Run with {@code
 * -Dexec.mainClass=dev.ecomllm.examples.quickstart.AskOne}.
 */
public final class AskOne {

  private AskOne() {}

  /** Answers the question given, or one about a jacket. */
  public static void main(String[] args) {
    String question = args.length > 0 ? String.join(" ", args) : "Is it waterproof?";

    Product jacket =
        Product.of("sku-3", "Northtrail Hiking Jacket")
            .withDescription("Three-layer shell, waterproof to 20,000 mm. Weighs 410 g.");
    Answer answer = EmbeddedEcomLlm.open().qa().ask(jacket, question);
    if (answer instanceof Answer.Known known) {
      System.out.println(known.text() + " " + known.citations());
    } else {
      System.out.println("The product data does not say.");
    }
  }
}
