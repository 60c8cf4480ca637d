package dev.ecomllm.examples.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.bulk.Bulk;
import dev.ecomllm.bulk.Outcome;
import dev.ecomllm.classify.Classification;
import dev.ecomllm.classify.Decision;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.eval.dataset.ProductRows;
import dev.ecomllm.product.Product;
import dev.ecomllm.taxonomy.Category;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code ecomllm distil}: what a model is sure of becomes labelled rows that the embedded engine
 * learns from.
 */
@Command(
    name = "distil",
    description = {
      "Asks an endpoint for the categories of unlabelled products and writes those that it is sure",
      "of as labelled rows, for `predict --examples`. Sure is what it decides as a LEAF: give the",
      "endpoint's --calibration, and choose by --target-precision."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class DistilCommand implements Callable<Integer> {

  @Option(names = "--in", required = true, description = "Products, JSONL.")
  private Path in = Path.of("");

  @Option(names = "--out", required = true, description = "Labelled rows to write.")
  private Path out = Path.of("");

  @Option(
      names = "--most-per-category",
      description =
          "Labelled rows to keep of one category: beyond some tens they teach little and cost"
              + " time; default ${DEFAULT-VALUE}.",
      defaultValue = "30")
  private int mostPerCategory = 30;

  @Option(
      names = "--concurrency",
      description = "Rows at once; default: as many as the endpoint takes.")
  private int concurrency;

  @Mixin private EngineOptions engine = new EngineOptions();

  private final Map<Category, Integer> kept = new HashMap<>();
  private long unsure;
  private long enough;
  private long failed;

  @Override
  public Integer call() throws IOException {
    if (mostPerCategory < 1 || concurrency < 0) {
      throw new IllegalArgumentException(
          "--most-per-category and --concurrency must be at least 1");
    }
    if (!Files.isRegularFile(in)) {
      throw new IllegalArgumentException("no such file: " + in);
    }
    try (Engine opened = engine.open(PredictCommand.TaskName.CLASSIFY, event -> {});
        JsonLines input = JsonLines.open(in);
        Writer output = Files.newBufferedWriter(out, StandardCharsets.UTF_8);
        ProgressBar bar = Progress.bar("distil", JsonLines.count(in))) {
      Bulk<JsonLines.Row, Classification> asking =
          Bulk.of(opened.classifier()).reading(DistilCommand::product);
      (concurrency > 0 ? asking.concurrency(concurrency) : asking)
          .run(
              input,
              outcome -> {
                take(outcome, output);
                bar.step();
              });
    }
    System.err.printf(
        "%d rows of %d categories kept; unsure %d, more than %d of a category %d, failed %d%n",
        kept.values().stream().mapToInt(Integer::intValue).sum(),
        kept.size(),
        unsure,
        mostPerCategory,
        enough,
        failed);
    return failed == 0 ? 0 : 1;
  }

  private static Product product(JsonLines.Row row) {
    if (!row.problem().isEmpty()) {
      throw new IllegalArgumentException(row.problem());
    }
    return ProductRows.read(row);
  }

  private void take(Outcome<JsonLines.Row, Classification> outcome, Writer output) {
    if (!(outcome instanceof Outcome.Success<JsonLines.Row, Classification> success)) {
      failed++;
      return;
    }
    Classification answer = success.answer();
    if (answer.decision() != Decision.LEAF) {
      unsure++;
    } else if (kept.getOrDefault(answer.category(), 0) >= mostPerCategory) {
      enough++;
    } else {
      kept.merge(answer.category(), 1, Integer::sum);
      ObjectNode row = success.input().object().deepCopy();
      row.put("category", answer.category().path().toString());
      row.put("categoryId", answer.category().id());
      answer.confidence().ifPresent(value -> row.put("confidence", value));
      row.put("labelledBy", answer.answeredBy());
      try {
        output.write(row + "\n");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
