package dev.ecomllm.examples.quickstart;

import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.eval.compare.Comparison;
import dev.ecomllm.eval.compare.FigureComparison;
import dev.ecomllm.eval.dataset.Dataset;
import dev.ecomllm.eval.metric.Resampling;
import dev.ecomllm.eval.run.EvaluationRun;
import dev.ecomllm.eval.score.ClassifyEvaluation;
import dev.ecomllm.eval.score.Evaluation;
import dev.ecomllm.rag.offline.EmbeddedEcomLlm;
import dev.ecomllm.route.Split;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Is the candidate better than what we have? First both on the shop's labelled products, with a
 * test that says whether so few could tell; then the candidate on a tenth of the live products. Run
 * with {@code -Dexec.mainClass=dev.ecomllm.examples.quickstart.TwoModels}.
 */
public final class TwoModels {

  private static final double SURE = 0.05;

  private TwoModels() {}

  /** Compares the embedded engine by words with the whole one; the gold file may be given. */
  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path gold =
        Path.of(args.length > 0 ? args[0] : "examples/quickstart/src/test/resources/gold.jsonl");
    ProductClassifier current = EmbeddedEcomLlm.openByWords().classifier();
    ProductClassifier candidate = EmbeddedEcomLlm.open().classifier(); // or llm.classifier()

    compare(out, Dataset.read(gold), candidate, current);
    live(out, Split.of("whole-engine-2026-11", 0.1), current, candidate);
  }

  /** Every labelled product is answered by both, so each is compared with itself. */
  static Comparison compare(
      PrintStream out, Dataset gold, ProductClassifier candidate, ProductClassifier current)
      throws IOException {
    Comparison comparison =
        Comparison.of(
            evaluate(gold, candidate),
            evaluate(gold, current),
            List.of("hierarchicalF1Macro", "exactAccuracy"),
            Resampling.DEFAULT);
    out.println(comparison.n() + " labelled products, candidate against current");
    for (FigureComparison figure : comparison.figures()) {
      out.printf(
          Locale.ROOT,
          "  %-20s %.3f against %.3f: %+.3f (%.3f to %.3f), p %.3f: %s%n",
          figure.figure(),
          figure.a(),
          figure.b(),
          figure.difference(),
          figure.interval().low(),
          figure.interval().high(),
          figure.holmP(),
          verdict(figure));
    }
    return comparison;
  }

  private static String verdict(FigureComparison figure) {
    if (figure.holmP() < SURE) {
      return figure.difference() > 0 ? "better" : "worse";
    }
    return figure.smallestEffect().isPresent()
        ? String.format(
            Locale.ROOT,
            "not shown; this many products show a difference of %.2f",
            figure.smallestEffect().getAsDouble())
        : "not a single difference";
  }

  private static Evaluation evaluate(Dataset gold, ProductClassifier classifier)
      throws IOException {
    Path answers = Files.createTempDirectory("ecom-llm-two-models").resolve("answers.jsonl");
    return ClassifyEvaluation.of(
        gold,
        EvaluationRun.classify(gold, classifier).run(answers).predictions(),
        Taxonomy.google(),
        Resampling.DEFAULT);
  }

  /** The same tenth each time, in every process: drawn by the test's name and the product's id. */
  static Map<String, Integer> live(
      PrintStream out, Split test, ProductClassifier current, ProductClassifier candidate)
      throws IOException {
    ProductClassifier classifier = test.classifier(current, candidate);
    Map<String, Integer> answeredBy = new TreeMap<>();
    for (Catalogue.Item item : Catalogue.items()) {
      String side = test.isSecond(item.product().id()) ? "candidate" : "current";
      answeredBy.merge(
          side + " (" + classifier.classify(item.product()).answeredBy() + ")", 1, Integer::sum);
    }
    out.println("live: " + answeredBy);
    return answeredBy;
  }
}
