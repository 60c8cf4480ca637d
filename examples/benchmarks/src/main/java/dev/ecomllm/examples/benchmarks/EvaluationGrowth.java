package dev.ecomllm.examples.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.eval.metric.Resampling;
import dev.ecomllm.eval.score.ClassifyEvaluation;
import dev.ecomllm.eval.score.Evaluation;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How an evaluation grows with its rows: {@code java -Xmx1g -cp benchmarks.jar
 * dev.ecomllm.examples.benchmarks.EvaluationGrowth}. Classification rows of about 300 bytes, 1,000
 * resamples; the processor's time of the whole evaluation, all threads and the collector included,
 * is given as a ratio to reading and parsing the same two files. An argument is another number of
 * rows than 1,000,000; the half is measured too.
 */
public final class EvaluationGrowth {

  private static final int ROUNDS = 2;

  // Time of the processor: other programs on the machine do not count.
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private EvaluationGrowth() {}

  /** Measures. */
  public static void main(String[] args) throws IOException {
    int most = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
    Path folder = Files.createTempDirectory("evaluation");
    System.out.printf(
        Locale.ROOT,
        "%10s %8s %12s %12s %7s %14s%n",
        "rows",
        "MB",
        "parse, s",
        "evaluate, s",
        "ratio",
        "heap used, MB");
    for (int rows : new int[] {most / 2, most}) {
      Path gold = folder.resolve("gold");
      Path predictions = folder.resolve("predictions");
      write(gold, predictions, rows);
      double parse = Double.MAX_VALUE;
      double evaluate = Double.MAX_VALUE;
      long heap = 0;
      for (int round = 0; round < ROUNDS; round++) {
        long start = PROCESS.getProcessCpuTime();
        parse(gold);
        parse(predictions);
        long parsed = PROCESS.getProcessCpuTime();
        Evaluation evaluation =
            ClassifyEvaluation.of(gold, predictions, Taxonomy.google(), Resampling.DEFAULT);
        long evaluated = PROCESS.getProcessCpuTime();
        parse = Math.min(parse, (parsed - start) / 1e9);
        evaluate = Math.min(evaluate, (evaluated - parsed) / 1e9);
        System.gc();
        heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        if (evaluation.figure("exactAccuracy").n() != rows) {
          throw new IllegalStateException("rows were lost: " + evaluation.rows());
        }
      }
      System.out.printf(
          Locale.ROOT,
          "%10d %8.0f %12.2f %12.2f %7.2f %14.0f%n",
          rows,
          (Files.size(gold) + Files.size(predictions)) / 1e6,
          parse,
          evaluate,
          evaluate / parse,
          heap / 1e6);
      Files.delete(gold);
      Files.delete(predictions);
    }
    Files.delete(folder);
  }

  private static void parse(Path file) throws IOException {
    try (JsonLines lines = JsonLines.open(file)) {
      long bytes = 0;
      while (lines.hasNext()) {
        bytes += lines.next().object().size();
      }
      if (bytes == 0) {
        throw new IllegalStateException("nothing was read");
      }
    }
  }

  private static void write(Path gold, Path predictions, int rows) throws IOException {
    List<Category> tree = Taxonomy.google().categories();
    SplittableRandom random = new SplittableRandom(1);
    try (BufferedWriter truths = Files.newBufferedWriter(gold);
        BufferedWriter answers = Files.newBufferedWriter(predictions)) {
      for (int i = 0; i < rows; i++) {
        Category truth = tree.get(random.nextInt(tree.size()));
        double confidence = Math.sqrt(random.nextDouble());
        Category answer =
            random.nextDouble() < confidence ? truth : tree.get(random.nextInt(tree.size()));
        Category other = tree.get(random.nextInt(tree.size()));
        truths.write(
            pad(
                String.format(
                    Locale.ROOT,
                    "{\"id\":\"sku-%08d\",\"category\":\"%s\",\"categoryId\":%d,\"title\":\"",
                    i,
                    truth.path(),
                    truth.id())));
        answers.write(
            String.format(
                Locale.ROOT,
                "{\"id\":\"sku-%08d\",\"category\":\"%s\",\"categoryId\":%d,\"confidence\":%.6f,"
                    + "\"decision\":\"LEAF\",\"decided\":\"%s\",\"decidedId\":%d,"
                    + "\"alternatives\":[{\"categoryId\":%d},{\"categoryId\":%d}]}%n",
                i,
                answer.path(),
                answer.id(),
                confidence,
                answer.path(),
                answer.id(),
                other.id(),
                truth.id()));
      }
    }
  }

  private static String pad(String start) {
    return start + "x".repeat(Math.max(1, 297 - start.length())) + "\"}\n";
  }
}
