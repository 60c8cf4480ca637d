package dev.ecomllm.eval.score;

import dev.ecomllm.eval.metric.Hierarchical.Counts;
import dev.ecomllm.eval.metric.Interval;
import dev.ecomllm.eval.metric.Resampling;
import dev.ecomllm.eval.metric.Scores;
import dev.ecomllm.eval.score.ClassifyItem.Match;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The figures of classified products, against one truth each or all that is accepted. */
final class ClassifyFigures {

  private final Resampling resampling;
  private final Alike<Match> alike;
  private final double[] confidence;
  private final boolean[] exact;

  ClassifyFigures(List<ClassifyItem> items, Resampling resampling, boolean accepting) {
    this.resampling = resampling;
    List<Match> matches =
        items.stream().map(accepting ? ClassifyItem::accepting : ClassifyItem::strict).toList();
    alike = Alike.of(matches);
    confidence = items.stream().mapToDouble(item -> item.answer().confidence()).toArray();
    exact = new boolean[confidence.length];
    for (int i = 0; i < exact.length; i++) {
      exact[i] = matches.get(i).exact();
    }
  }

  void addTo(Map<String, Map<String, Figure>> sections, String suffix) {
    sections.put("figures" + suffix, main());
    sections.put("perLevel" + suffix, perLevel());
    sections.put("decided" + suffix, decided());
  }

  Map<String, Figure> main() {
    Figures<Match> figures = new Figures<>(alike, resampling);
    figures.share("exactAccuracy", Match::exact);
    figures.resampled(
        names("hierarchical"), alike.size(), weights -> hierarchical(weights, Match::category));
    figures.share("topLevelAccuracy", match -> match.isRightTo(1));
    for (int k : new int[] {1, 5, 20}) {
      String name = k == 20 ? "recallAt20" : "top" + k;
      figures.share(name, match -> match.rank() >= 0 && match.rank() < k);
    }
    Confidences all = Confidences.each(confidence, exact);
    if (all.known() > 0) {
      Interval[] intervals = Confidences.inSteps(confidence, exact).intervals(resampling);
      figures.resampled(
          List.of("coverageAtPrecision90", "coverageAtPrecision95"),
          alike.size(),
          all.coverage(all.counts()),
          Arrays.copyOfRange(intervals, 0, 2));
      figures.resampled(
          List.of("ece", "brier"),
          all.known(),
          all.errors(all.counts()),
          Arrays.copyOfRange(intervals, 2, 4));
    }
    return figures.build();
  }

  private Map<String, Figure> perLevel() {
    Figures<Match> figures = new Figures<>(alike, resampling);
    int deepest = 0;
    for (Match match : alike.each()) {
      deepest = Math.max(deepest, match.category().truth());
    }
    for (int depth = 1; depth <= deepest; depth++) {
      int level = depth;
      figures.share(
          "level" + level,
          match -> match.category().truth() >= level,
          match -> match.isRightTo(level));
    }
    return figures.build();
  }

  private Map<String, Figure> decided() {
    Figures<Match> figures = new Figures<>(alike, resampling);
    figures.share("coverage", match -> match.decided() != null);
    figures.share(
        "precision",
        match -> match.decided() != null,
        match -> {
          Counts decided = match.decided();
          return decided != null && decided.common() == decided.predicted();
        });
    long n = figures.count(match -> match.decided() != null);
    figures.resampled(names("hierarchical"), n, weights -> hierarchical(weights, Match::decided));
    figures.resampled(
        names("allRowsHierarchical"),
        alike.size(),
        weights -> hierarchical(weights, match -> orNone(match)));
    return figures.build();
  }

  private static Counts orNone(Match match) {
    Counts decided = match.decided();
    return decided == null ? new Counts(0, 0, match.category().truth()) : decided;
  }

  private static List<String> names(String prefix) {
    return List.of(
        prefix + "F1Micro", prefix + "F1Macro", prefix + "PrecisionMicro", prefix + "RecallMicro");
  }

  private double[] hierarchical(int[] weights, Function<Match, @Nullable Counts> part) {
    double common = 0;
    double predicted = 0;
    double truth = 0;
    double f1 = 0;
    double n = 0;
    for (int i = 0; i < weights.length; i++) {
      Counts counts = weights[i] == 0 ? null : part.apply(alike.each().get(i));
      if (counts != null) {
        common += (double) weights[i] * counts.common();
        predicted += (double) weights[i] * counts.predicted();
        truth += (double) weights[i] * counts.truth();
        f1 += weights[i] * counts.scores().f1();
        n += weights[i];
      }
    }
    Scores micro = Scores.ofCounts(common, predicted, truth);
    return new double[] {micro.f1(), f1 / n, micro.precision(), micro.recall()};
  }
}
