package dev.ecomllm.eval.score;

import dev.ecomllm.eval.metric.CoverageAtPrecision;
import dev.ecomllm.eval.metric.Hierarchical.Counts;
import dev.ecomllm.eval.metric.Resampling;
import dev.ecomllm.eval.metric.Scores;
import dev.ecomllm.eval.score.ClassifyItem.Match;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The figures of classified products, against one truth each or all that is accepted. */
final class ClassifyFigures {

  private final Resampling resampling;
  private final Match[] matches;
  private final double[] confidence;
  private final boolean[] exact;

  ClassifyFigures(List<ClassifyItem> items, Resampling resampling, boolean accepting) {
    this.resampling = resampling;
    matches =
        items.stream()
            .map(accepting ? ClassifyItem::accepting : ClassifyItem::strict)
            .toArray(Match[]::new);
    confidence = items.stream().mapToDouble(item -> item.answer().confidence()).toArray();
    exact = new boolean[matches.length];
    for (int i = 0; i < exact.length; i++) {
      exact[i] = matches[i].exact();
    }
  }

  void addTo(Map<String, Map<String, Figure>> sections, String suffix) {
    sections.put("figures" + suffix, main());
    sections.put("perLevel" + suffix, perLevel());
    sections.put("decided" + suffix, decided());
  }

  private Map<String, Figure> main() {
    List<Match> all = List.of(matches);
    Figures<Match> figures = new Figures<>(all, resampling);
    figures.share("exactAccuracy", Match::exact);
    figures.resampled(
        names("hierarchical"), all.size(), weights -> hierarchical(weights, Match::category));
    figures.share("topLevelAccuracy", match -> match.isRightTo(1));
    for (int k : new int[] {1, 5, 20}) {
      String name = k == 20 ? "recallAt20" : "top" + k;
      figures.share(name, match -> match.rank() >= 0 && match.rank() < k);
    }
    CoverageAtPrecision coverage = new CoverageAtPrecision(confidence, exact);
    StatedConfidence stated = new StatedConfidence(confidence, exact);
    if (stated.known() > 0) {
      figures.resampled(
          List.of("coverageAtPrecision90", "coverageAtPrecision95"),
          all.size(),
          weights -> new double[] {coverage.at(0.90, weights), coverage.at(0.95, weights)});
      figures.resampled(List.of("ece", "brier"), stated.known(), stated::errors);
    }
    return figures.build();
  }

  private Map<String, Figure> perLevel() {
    Figures<Match> figures = new Figures<>(List.of(matches), resampling);
    int deepest = 0;
    for (Match match : matches) {
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
    List<Match> all = List.of(matches);
    Figures<Match> figures = new Figures<>(all, resampling);
    figures.share("coverage", match -> match.decided() != null);
    figures.share(
        "precision",
        match -> match.decided() != null,
        match -> {
          Counts decided = match.decided();
          return decided != null && decided.common() == decided.predicted();
        });
    long n = all.stream().filter(match -> match.decided() != null).count();
    figures.resampled(names("hierarchical"), n, weights -> hierarchical(weights, Match::decided));
    figures.resampled(
        names("allRowsHierarchical"),
        all.size(),
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
      Counts counts = weights[i] == 0 ? null : part.apply(matches[i]);
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
