package dev.ecomllm.eval.shape;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.eval.metric.CalibrationError;
import dev.ecomllm.eval.metric.Hierarchical;
import dev.ecomllm.eval.metric.Interval;
import dev.ecomllm.eval.metric.MultiClass;
import dev.ecomllm.eval.metric.Proportion;
import dev.ecomllm.eval.metric.Scores;
import dev.ecomllm.eval.metric.TopK;
import java.util.LinkedHashMap;
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
    metrics.put("topk", MetricJson::topk);
    metrics.put("calibration", MetricJson::calibration);
    metrics.put("proportion", MetricJson::proportion);
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
