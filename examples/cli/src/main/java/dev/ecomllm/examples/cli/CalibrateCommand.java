package dev.ecomllm.examples.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.calibration.Calibration;
import dev.ecomllm.calibration.CalibrationScope;
import dev.ecomllm.calibration.FittedCalibration;
import dev.ecomllm.calibration.Observation;
import dev.ecomllm.classify.ClassificationFit;
import dev.ecomllm.classify.ClassificationFit.LabelledResult;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ecomllm calibrate}: from labelled predictions to what their scores are worth. */
@Command(
    name = "calibrate",
    description = {
      "Fits a calibration of classifications and prints the calibration error before and after.",
      "Rows are matched by id; the fit starts from each prediction's \"score\"."
    },
    mixinStandardHelpOptions = true)
final class CalibrateCommand implements Callable<Integer> {

  /** How a score becomes a probability. */
  enum Method {
    /** Whichever of the other two does better on rows that it has not seen. */
    AUTO,
    TEMPERATURE,
    ISOTONIC;

    Calibration fit(List<Observation> observations) {
      return switch (this) {
        case AUTO -> Calibration.fit(observations);
        case TEMPERATURE -> Calibration.Temperature.fit(observations);
        case ISOTONIC -> Calibration.Isotonic.fit(observations);
      };
    }
  }

  @Option(names = "--gold", required = true, description = "Rows with the right category.")
  private Path gold = Path.of("");

  @Option(names = "--predictions", required = true, description = "Rows of predict.")
  private Path predictions = Path.of("");

  @Option(names = "--out", required = true, description = "The calibration to write, as JSON.")
  private Path out = Path.of("");

  @Option(
      names = "--method",
      description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.",
      defaultValue = "AUTO")
  private Method method = Method.AUTO;

  @Option(
      names = "--target-precision",
      description = "What share of the decided answers is to be right, for the report.",
      defaultValue = "0.95")
  private double targetPrecision = 0.95;

  @Option(
      names = "--taxonomy",
      description = "The tree of both files: " + TaxonomyConverter.CHOICES + ".",
      converter = TaxonomyConverter.class,
      defaultValue = "google")
  private Taxonomy taxonomy = Taxonomy.google();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Set<CalibrationScope> scopes = new HashSet<>();
  private long bad;

  @Override
  public Integer call() throws IOException {
    List<LabelledResult> results = results();
    if (results.size() < 2) {
      throw new IllegalArgumentException(
          "a calibration needs predictions with a score whose ids are in the gold file; there are "
              + results.size());
    }
    if (scopes.size() > 1) {
      throw new IllegalArgumentException("the predictions come from more than one: " + scopes);
    }
    CalibrationScope scope = scopes.iterator().next();
    FittedCalibration fitted = ClassificationFit.fitResults(scope, results, method::fit);
    fitted.write(out);

    ObjectNode report = JsonLines.MAPPER.createObjectNode();
    report.put("rows", fitted.rows());
    report.put("badRows", bad);
    new HeldOut(
            results,
            part -> ClassificationFit.fitResults(scope, part, method::fit),
            targetPrecision)
        .write(report);
    report.set("fitted", JsonLines.MAPPER.readTree(fitted.toJson()));
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.println(report.toPrettyString());
    return bad == 0 ? 0 : 1;
  }

  private List<LabelledResult> results() throws IOException {
    CategoryRows rows = new CategoryRows(taxonomy);
    Map<String, Set<Category>> accepted = new HashMap<>();
    try (JsonLines lines = JsonLines.open(gold)) {
      while (lines.hasNext()) {
        JsonLines.Row row = lines.next();
        read(row, gold, () -> accepted.put(row.id(), rows.accepted(row.object())));
      }
    }
    List<LabelledResult> results = new ArrayList<>();
    try (JsonLines lines = JsonLines.open(predictions)) {
      while (lines.hasNext()) {
        JsonLines.Row row = lines.next();
        Set<Category> right = accepted.get(row.id());
        boolean answered = !row.object().has("error") && row.object().path("score").isNumber();
        if (!row.problem().isEmpty() || (right != null && answered)) {
          read(
              row,
              predictions,
              () -> {
                results.add(
                    new LabelledResult(rows.classification(row), right == null ? Set.of() : right));
                scopes.add(scope(row.object()));
              });
        }
      }
    }
    return results;
  }

  /** A row that cannot be read is told and counted, and the others go on. */
  private void read(JsonLines.Row row, Path file, Runnable reading) {
    try {
      if (!row.problem().isEmpty()) {
        throw new IllegalArgumentException(row.problem());
      }
      reading.run();
    } catch (IllegalArgumentException e) {
      bad++;
      spec.commandLine()
          .getErr()
          .println(file.getFileName() + ":" + row.line() + ": " + e.getMessage());
    }
  }

  private CalibrationScope scope(ObjectNode row) {
    return new CalibrationScope(
        "classify",
        row.path("answeredBy").asText(),
        row.path("prompt").asText(),
        row.path("taxonomy").asText(taxonomy.identity()));
  }
}
