package dev.ecomllm.examples.quickstart;

import dev.ecomllm.classify.Candidate;
import dev.ecomllm.classify.LabelledProduct;
import dev.ecomllm.product.Product;
import dev.ecomllm.rag.offline.EmbeddedEcomLlm;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Names that only this shop knows: its own labelled products join the shortlist at once, without
 * training. Run with {@code -Dexec.mainClass=dev.ecomllm.examples.quickstart.OwnProducts}.
 *
 * <p>A model on an endpoint gets the same shortlist with {@code
 * EcomLlm.builder().candidates(learned.categories())}.
 */
public final class OwnProducts {

  /** A title that names no kind of thing; whoever knows the shop knows what a Nimbus is. */
  static final Product UNCLEAR = Product.of("n-400", "Fjordlight Nimbus 400 Long, Left Zip");

  private OwnProducts() {}

  /** Prints the shortlist before and after. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    EmbeddedEcomLlm engine = EmbeddedEcomLlm.open();
    EmbeddedEcomLlm learned = engine.learning(labelled());

    out.println(UNCLEAR.title());
    show(out, "as everybody sees it", engine);
    show(out, "with " + labelled().size() + " labelled products of the shop", learned);
  }

  /** What the shop has labelled already; a real one reads them from its catalogue. */
  static List<LabelledProduct> labelled() {
    return List.of(
        labelled("n-200", "Fjordlight Nimbus 200 Regular, Right Zip", "Sleeping Bags"),
        labelled("n-300", "Fjordlight Nimbus 300 Long, Right Zip", "Sleeping Bags"),
        labelled("c-2", "Fjordlight Cumulus 2, Olive", "Tents"));
  }

  private static LabelledProduct labelled(String id, String title, String kind) {
    String path = "Sporting Goods > Outdoor Recreation > Camping & Hiking > " + kind;
    return new LabelledProduct(Product.of(id, title), Taxonomy.google().byPath(path).orElseThrow());
  }

  private static void show(PrintStream out, String headline, EmbeddedEcomLlm engine) {
    out.println("  " + headline + ": " + engine.classifier().classify(UNCLEAR).decision());
    for (Candidate candidate : engine.categories().candidates(UNCLEAR, 5)) {
      out.printf(Locale.ROOT, "    %6.2f  %s%n", candidate.score(), candidate.category().path());
    }
  }
}
