package dev.ecomllm.examples.cli;

import dev.ecomllm.bulk.Bulk;
import dev.ecomllm.bulk.Outcome;
import dev.ecomllm.classify.Classification;
import dev.ecomllm.classify.DecisionPolicy;
import dev.ecomllm.classify.LabelledProduct;
import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.eval.dataset.ClassifyRows;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.eval.dataset.TaskRows;
import dev.ecomllm.eval.metric.Resampling;
import dev.ecomllm.eval.score.ClassifyEvaluation;
import dev.ecomllm.eval.score.Evaluation;
import dev.ecomllm.eval.score.Figure;
import dev.ecomllm.product.Product;
import dev.ecomllm.rag.candidates.CategoryIndex;
import dev.ecomllm.rag.embed.Embedder;
import dev.ecomllm.rag.embed.LangChain4jEmbedder;
import dev.ecomllm.rag.lexicon.Lexicon;
import dev.ecomllm.rag.offline.EmbeddedClassifier;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ecomllm lexicon figures}: what each part of the embedded classifier is worth. */
@Command(
    name = "figures",
    description = {
      "Classifies labelled rows with the embedded engine, whole and with parts left out, and with a",
      "shop's own labelled rows (others of the same file), and prints a Markdown table."
    },
    mixinStandardHelpOptions = true)
final class LexiconFigures implements Callable<Integer> {

  private static final double TARGET_PRECISION = 0.9;
  private static final int MOST_EXAMPLES = 3;

  /** The columns: a title, the section and the name of a figure. */
  private static final List<List<String>> COLUMNS =
      List.of(
          List.of("exact", "figures", "exactAccuracy"),
          List.of("exact, also accepted", "figuresAlsoAccepted", "exactAccuracy"),
          List.of("hierarchical F1", "figures", "hierarchicalF1Macro"),
          List.of("top level", "figures", "topLevelAccuracy"),
          List.of("recall@20", "figures", "recallAt20"),
          List.of("leaf coverage at 90%", "figures", "coverageAtPrecision90"),
          List.of("ECE", "figures", "ece"),
          List.of("decided", "decided", "coverage"),
          List.of("of these right", "decided", "precision"),
          List.of("their hierarchical F1", "decided", "hierarchicalF1Macro"));

  @Option(names = "--gold", required = true, description = "Rows with the right category.")
  private Path gold = Path.of("");

  @Option(
      names = "--resamples",
      description = "How often intervals are resampled; default ${DEFAULT-VALUE}.",
      defaultValue = "1000")
  private int resamples = 1_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    List<JsonLines.Row> rows = rows();
    List<LabelledProduct> labelled = LabelledRows.read(gold, Taxonomy.google());
    Map<String, Supplier<Classifiers>> variants = variants(new Remembering(), labelled);
    PrintWriter out = spec.commandLine().getOut();
    out.println(header());
    try (ProgressBar bar = Progress.bar("variants", variants.size())) {
      for (Map.Entry<String, Supplier<Classifiers>> variant : variants.entrySet()) {
        out.println(row(variant.getKey(), variant.getValue().get(), rows));
        out.flush();
        bar.step();
      }
    }
    return 0;
  }

  /** A classifier for each row, by the row's place in the file. */
  private interface Classifiers {
    CategoryIndex index();

    ProductClassifier at(int row);

    static Classifiers same(CategoryIndex index, ProductClassifier classifier) {
      return new Classifiers() {
        @Override
        public CategoryIndex index() {
          return index;
        }

        @Override
        public ProductClassifier at(int row) {
          return classifier;
        }
      };
    }
  }

  private static Map<String, Supplier<Classifiers>> variants(
      Embedder embedder, List<LabelledProduct> labelled) {
    Map<String, Supplier<Classifiers>> variants = new LinkedHashMap<>();
    Supplier<CategoryIndex> whole = remember(() -> CategoryIndex.google(embedder));
    variants.put("full", () -> calibrated(whole.get()));
    variants.put("words only", () -> calibrated(CategoryIndex.googleByWords()));
    variants.put("without words", () -> raw(whole.get().without(CategoryIndex.Evidence.WORDS)));
    variants.put(
        "without listings", () -> raw(whole.get().without(CategoryIndex.Evidence.LISTINGS)));
    variants.put(
        "without training",
        () -> raw(CategoryIndex.of(Taxonomy.google(), Lexicon.builtin(), embedder)));
    variants.put(
        "without lexicon",
        () -> raw(CategoryIndex.of(Taxonomy.google(), Lexicon.empty(), embedder)));
    for (int most = 1; most <= MOST_EXAMPLES; most++) {
      int examples = most;
      variants.put(
          "full, up to " + most + " labelled rows a category",
          () -> leavingOneOut(whole.get(), labelled, examples));
    }
    return variants;
  }

  private static Classifiers calibrated(CategoryIndex index) {
    return Classifiers.same(
        index,
        EmbeddedClassifier.of(
            index, EmbeddedClassifier.builtinCalibration(index), TARGET_PRECISION));
  }

  private static Classifiers raw(CategoryIndex index) {
    return Classifiers.same(
        index, new EmbeddedClassifier(index, DecisionPolicy.atLeast(TARGET_PRECISION)));
  }

  /** Each row is classified by an engine that knows some of the others of each category. */
  private static Classifiers leavingOneOut(
      CategoryIndex index, List<LabelledProduct> labelled, int most) {
    return new Classifiers() {
      @Override
      public CategoryIndex index() {
        return index;
      }

      @Override
      public ProductClassifier at(int row) {
        Map<Category, Integer> seen = new HashMap<>();
        List<LabelledProduct> examples = new ArrayList<>();
        for (int i = 0; i < labelled.size(); i++) {
          LabelledProduct one = labelled.get(i);
          if (i != row && seen.merge(one.category(), 1, Integer::sum) <= most) {
            examples.add(one);
          }
        }
        return EmbeddedClassifier.of(
            index.learning(examples),
            EmbeddedClassifier.builtinCalibration(index),
            TARGET_PRECISION);
      }
    };
  }

  private String row(String name, Classifiers classifiers, List<JsonLines.Row> rows)
      throws IOException {
    ClassifyRows format = new ClassifyRows(EmbeddedClassifier.scope(classifiers.index()));
    List<String> predictions = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      places.add(i);
    }
    Bulk.<Integer, Classification>of(
            place -> classifiers.at(place).classify(product(format, rows.get(place))))
        .run(places.iterator(), outcome -> predictions.add(line(format, rows, outcome)));
    Path file = Files.createTempFile("ecomllm-figures", ".jsonl");
    try {
      Files.write(file, predictions, StandardCharsets.UTF_8);
      Evaluation evaluation =
          ClassifyEvaluation.of(gold, file, Taxonomy.google(), new Resampling(resamples, 1, 0.95));
      return "| " + name + " | " + rows.size() + " | " + cells(evaluation) + " |";
    } finally {
      Files.delete(file);
    }
  }

  private static String line(
      ClassifyRows format, List<JsonLines.Row> rows, Outcome<Integer, Classification> outcome) {
    JsonLines.Row row = rows.get(outcome.input());
    return (outcome instanceof Outcome.Success<Integer, Classification> success
            ? format.answered(row, success.answer())
            : TaskRows.failed(row, ((Outcome.Failure<Integer, Classification>) outcome).error()))
        .toString();
  }

  private static Product product(ClassifyRows format, JsonLines.Row row) {
    return format.read(row);
  }

  private static String cells(Evaluation evaluation) {
    List<String> cells = new ArrayList<>();
    for (List<String> column : COLUMNS) {
      Map<String, Figure> section = evaluation.sections().getOrDefault(column.get(1), Map.of());
      Figure figure = section.get(column.get(2));
      cells.add(
          figure == null
              ? "-"
              : String.format(
                  Locale.ROOT,
                  "%.3f [%.2f, %.2f]",
                  figure.value(),
                  figure.interval().low(),
                  figure.interval().high()));
    }
    return String.join(" | ", cells);
  }

  private static String header() {
    List<String> titles = COLUMNS.stream().map(column -> column.get(0)).toList();
    return "| embedded classifier | n | "
        + String.join(" | ", titles)
        + " |\n|---|---|"
        + "---|".repeat(titles.size());
  }

  private List<JsonLines.Row> rows() throws IOException {
    List<JsonLines.Row> rows = new ArrayList<>();
    try (JsonLines lines = JsonLines.open(gold)) {
      lines.forEachRemaining(rows::add);
    }
    return rows;
  }

  private static <T> Supplier<T> remember(Supplier<T> made) {
    List<T> one = new ArrayList<>();
    return () -> {
      if (one.isEmpty()) {
        one.add(made.get());
      }
      return one.get(0);
    };
  }

  /** Embeds each text once: leaving one out asks for the same ones again and again. */
  private static final class Remembering implements Embedder {
    private final Embedder model = LangChain4jEmbedder.bgeSmallEn();
    private final Map<String, float[]> known = new ConcurrentHashMap<>();

    @Override
    public String id() {
      return model.id();
    }

    @Override
    public int dimension() {
      return model.dimension();
    }

    @Override
    public List<float[]> embed(List<String> texts) {
      return texts.stream().map(text -> known.computeIfAbsent(text, model::embed)).toList();
    }
  }
}
