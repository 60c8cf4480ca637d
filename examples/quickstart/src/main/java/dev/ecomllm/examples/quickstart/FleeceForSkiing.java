package dev.ecomllm.examples.quickstart;

import dev.ecomllm.product.Product;
import dev.ecomllm.qa.Answer;
import dev.ecomllm.qa.Citation;
import dev.ecomllm.qa.Passage;
import dev.ecomllm.qa.QaRequest;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Is this fleece warm enough for skiing? Answered from what the shop knows of the jacket, each
 * sentence with the passage that says so, and a follow-up: on the embedded engine, or on an
 * endpoint if {@code ECOM_LLM_ENDPOINT} and {@code ECOM_LLM_MODEL} are set. Run with {@code
 * -Dexec.mainClass=dev.ecomllm.examples.quickstart.FleeceForSkiing}.
 */
public final class FleeceForSkiing {

  static final Product JACKET =
      Product.of("patagonia-25528", "Patagonia Better Sweater Fleece Jacket")
          .withBrand("Patagonia");

  static final List<Passage> KNOWN =
      List.of(
          new Passage(
              "Mid-weight fleece with a sweater-knit face and a fleece interior.", "description"),
          new Passage("100% recycled polyester, dyed with a low-impact process.", "specification"),
          new Passage(
              "For skiing it is warm enough as a layer under a shell, but not alone in the cold.",
              "review"),
          new Passage("Two zippered handwarmer pockets and one on the chest.", "specification"),
          new Passage("Wind goes right through it, so I wear a jacket over it.", "review"),
          new Passage("Comes in black, navy and birch white.", "description"),
          new Passage("Machine wash cold and hang dry.", "specification"));

  private FleeceForSkiing() {}

  /** Asks, then asks on. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Engine engine = Engine.open();

    QaRequest request = QaRequest.of(JACKET, "Is this warm enough for skiing?").withPassages(KNOWN);
    Answer answer = show(out, engine, request);
    show(out, engine, request.followUp(answer, "and in navy?").withPassages(KNOWN));
    show(out, engine, QaRequest.of(JACKET, "Is it safe to iron?").withPassages(KNOWN));
  }

  private static Answer show(PrintStream out, Engine engine, QaRequest request) {
    out.println(request.question());
    Answer answer =
        engine
            .qa()
            .ask(
                request,
                sentence -> {
                  out.println("  " + sentence.text());
                  for (Citation citation : sentence.citations()) {
                    out.println(
                        "    ["
                            + (citation.index() + 1)
                            + "] "
                            + citation.passage().source()
                            + ": "
                            + citation.passage().text());
                  }
                });
    if (answer instanceof Answer.Unknown) {
      out.println("  The product data does not say.");
    }
    return answer;
  }
}
