package dev.ecomllm.eval.score;

import dev.ecomllm.eval.metric.AttributeScores.Outcome;
import dev.ecomllm.eval.metric.TokenF1;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One product whose attributes were extracted.
 *
 * @param tags the gold row's
 * @param expected the right values by attribute; empty ones are left out
 * @param answer the predicted ones
 * @param pairs each attribute that takes part
 */
record ExtractItem(
    String id,
    Set<String> tags,
    String category,
    Map<String, List<String>> expected,
    Map<String, List<String>> answer,
    List<Pair> pairs) {

  /**
   * An attribute of the product.
   *
   * @param exact by equal text
   * @param normalized by equal meaning
   * @param tokenF1 the best overlap of words with a right value, 0 to 1
   */
  record Pair(String attribute, Outcome exact, Outcome normalized, double tokenF1) {

    static Pair of(String attribute, List<String> truth, List<String> said) {
      return new Pair(
          attribute,
          Outcome.of(truth, said, String::equals),
          Outcome.of(truth, said, (a, b) -> SameValue.test(attribute, a, b)),
          tokenF1(truth, said));
    }

    private static double tokenF1(List<String> truth, List<String> said) {
      List<String> words = TokenF1.words(String.join(" ", said));
      return truth.stream()
          .mapToDouble(value -> TokenF1.of(TokenF1.words(value), words).f1())
          .max()
          .orElse(0);
    }
  }

  /** The attributes that have a value or got one. */
  Stream<Pair> taking() {
    return pairs.stream().filter(pair -> pair.exact() != Outcome.NN);
  }

  /** Whether every attribute has its right value, and none has one that it should not have. */
  boolean isRight(Function<Pair, Outcome> outcome) {
    return pairs.stream().map(outcome).allMatch(each -> each == Outcome.VC || each == Outcome.NN);
  }

  /** Named so that {@link Evaluation#figure} finds each one's figure. */
  ItemScores scores() {
    Map<String, Points> points = new LinkedHashMap<>();
    put(points, "", Pair::exact);
    put(points, "figuresNormalized.", Pair::normalized);
    return new ItemScores(id, text(expected), text(answer), points, tags, Optional.empty());
  }

  private void put(Map<String, Points> points, String figures, Function<Pair, Outcome> outcome) {
    long right = count(outcome, each -> each == Outcome.VC);
    long predicted = count(outcome, Outcome::isPredicted);
    long truth = count(outcome, Outcome::isTrue);
    points.put(figures + "f1Micro", new Points(2.0 * right, (double) (predicted + truth)));
    points.put(figures + "precisionMicro", new Points((double) right, (double) predicted));
    points.put(figures + "recallMicro", new Points((double) right, (double) truth));
    points.put(figures + "exactProduct", Points.of(isRight(outcome)));
  }

  private long count(Function<Pair, Outcome> outcome, Predicate<Outcome> counts) {
    return pairs.stream().map(outcome).filter(counts).count();
  }

  private static String text(Map<String, List<String>> attributes) {
    List<String> parts = new ArrayList<>();
    attributes.forEach((name, values) -> parts.add(name + ": " + String.join(" | ", values)));
    return String.join("; ", parts);
  }
}
