package dev.ecomllm.examples.quickstart;

import dev.ecomllm.bulk.Bulk;
import dev.ecomllm.bulk.Outcome;
import dev.ecomllm.bulk.Summary;
import dev.ecomllm.classify.Classification;
import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.eval.dataset.ClassifyRows;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.eval.dataset.TaskRows;
import dev.ecomllm.product.Product;
import dev.ecomllm.rag.offline.EmbeddedClassifier;
import dev.ecomllm.rag.offline.EmbeddedEcomLlm;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of products becomes a file of categories, one row each, in the same order; a row that
 * cannot be read becomes a row that says why. Run with {@code
 * -Dexec.mainClass=dev.ecomllm.examples.quickstart.BulkFile -Dexec.args="in.jsonl out.jsonl"}; stop
 * it, run it again, and what the journal beside the output has is not asked again.
 */
public final class BulkFile {

  private static final Path HERE = Path.of("examples/quickstart");

  private BulkFile() {}

  /** Classifies the file given, or the catalogue of this example. */
  public static void main(String[] args) throws IOException {
    Path in =
        args.length > 0 ? Path.of(args[0]) : HERE.resolve("src/main/resources/catalogue.jsonl");
    Path out = args.length > 1 ? Path.of(args[1]) : HERE.resolve("target/categories.jsonl");

    EmbeddedEcomLlm engine = EmbeddedEcomLlm.open();
    ClassifyRows rows = new ClassifyRows(EmbeddedClassifier.scope(engine.categories()));
    Summary summary = run(in, out, engine.classifier(), rows);
    System.out.println(
        out + ": " + summary.total() + " rows, " + summary.failed() + " of them failed");
    System.out.println(
        summary.resumed() + " were in the journal of an earlier run and not asked again");
  }

  /** The rows are those of {@code ecomllm predict}, so its other commands read them too. */
  static Summary run(Path in, Path out, ProductClassifier classifier, ClassifyRows rows)
      throws IOException {
    try (JsonLines lines = JsonLines.open(in);
        BufferedWriter writer = Files.newBufferedWriter(out)) {
      return Bulk.of(classifier)
          .reading((JsonLines.Row row) -> product(rows, row))
          .expecting(JsonLines.count(in))
          .journal(out.resolveSibling(out.getFileName() + ".journal"))
          .run(
              lines,
              outcome -> write(writer, rows, outcome)); // every row, those of the journal too
    }
  }

  private static Product product(ClassifyRows rows, JsonLines.Row row) {
    if (!row.problem().isEmpty()) {
      throw new IllegalArgumentException(row.problem());
    }
    return rows.read(row);
  }

  private static void write(
      BufferedWriter writer, ClassifyRows rows, Outcome<JsonLines.Row, Classification> outcome) {
    try {
      if (outcome instanceof Outcome.Success<JsonLines.Row, Classification> success) {
        writer.write(rows.answered(success.input(), success.answer()) + "\n");
      } else if (outcome instanceof Outcome.Failure<JsonLines.Row, Classification> failure) {
        writer.write(TaskRows.failed(failure.input(), failure.error()) + "\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
