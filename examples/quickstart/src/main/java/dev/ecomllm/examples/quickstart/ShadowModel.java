package dev.ecomllm.examples.quickstart;

import dev.ecomllm.EcomLlm;
import dev.ecomllm.classify.Classification;
import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.product.Product;
import dev.ecomllm.rag.offline.EmbeddedEcomLlm;
import dev.ecomllm.route.Shadow;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A new model is asked the same as the one that answers, and nobody waits for it or sees what it
 * says. Run with {@code -Dexec.mainClass=dev.ecomllm.examples.quickstart.ShadowModel}; {@code
 * -Dexec.args=http://localhost:8000/v1} makes that endpoint the shadow.
 */
public final class ShadowModel {

  private ShadowModel() {}

  /** Classifies the catalogue by words, with the whole engine or the endpoint given as shadow. */
  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    ProductClassifier current = EmbeddedEcomLlm.openByWords().classifier();
    EmbeddedEcomLlm whole = EmbeddedEcomLlm.open();
    if (args.length == 0) {
      run(out, current, whole.classifier());
      return;
    }
    try (EcomLlm llm =
        EcomLlm.builder()
            .endpoint(URI.create(args[0]))
            .model("ecom-mistral-7b")
            .candidates(whole.categories())
            .build()) {
      run(out, current, llm.classifier());
    }
  }

  /** What both said, but for the questions that the shadow was too busy for. */
  static Queue<Shadow.Pair<Product, Classification>> run(
      PrintStream out, ProductClassifier current, ProductClassifier candidate) throws IOException {
    Queue<Shadow.Pair<Product, Classification>> both = new ConcurrentLinkedQueue<>();
    Shadow shadow = Shadow.atMost(8);
    try (shadow) {
      ProductClassifier classifier = shadow.classifier(current, candidate, both::add);
      for (Catalogue.Item item : Catalogue.items()) {
        classifier.classify(item.product()); // as quick as without
      }
    }
    long failed = both.stream().filter(pair -> pair.failure().isPresent()).count();
    long different = both.stream().filter(ShadowModel::isDifferent).count();
    out.printf(
        "%d pairs: %d answers differ, the shadow failed %d times; it was too busy for %d more%n",
        shadow.recorded(), different, failed, shadow.dropped());
    both.stream()
        .filter(ShadowModel::isDifferent)
        .limit(5)
        .forEach(
            pair ->
                out.printf(
                    "  %s%n    %s%n    %s%n",
                    pair.input().title(),
                    pair.answer().category().path(),
                    pair.shadow().map(answer -> answer.category().path().toString()).orElse("")));
    return both;
  }

  private static boolean isDifferent(Shadow.Pair<Product, Classification> pair) {
    return pair.shadow()
        .filter(answer -> !answer.category().equals(pair.answer().category()))
        .isPresent();
  }
}
