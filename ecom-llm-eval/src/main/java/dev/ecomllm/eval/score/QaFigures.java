package dev.ecomllm.eval.score;

import dev.ecomllm.eval.metric.CoverageAtPrecision;
import dev.ecomllm.eval.metric.Resampling;
import dev.ecomllm.eval.metric.RocArea;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The figures of answered questions. */
final class QaFigures {

  /** In percent. */
  private static final List<Integer> FALSE_REFUSALS = List.of(5, 10, 15, 20, 30, 40, 50);

  private static final Predicate<QaItem> IS_ANSWERABLE = item -> item.gold().answerable();

  private final List<QaItem> items;
  private final Resampling resampling;
  private final double[] confidence;
  private final boolean[] answerable;

  QaFigures(List<QaItem> items, Resampling resampling) {
    this.items = items;
    this.resampling = resampling;
    confidence = items.stream().mapToDouble(item -> item.answer().confidence()).toArray();
    answerable = new boolean[confidence.length];
    for (int i = 0; i < answerable.length; i++) {
      answerable[i] = items.get(i).gold().answerable();
    }
  }

  void addTo(Map<String, Map<String, Figure>> sections) {
    Predicate<QaItem> isAnswered = item -> item.answer().answered();
    sections.put("figures", main());
    sections.put("answerability", answerability(IS_ANSWERABLE, isAnswered));
    sections.put("refusal", refusal());
    Figures<QaItem> answered = new Figures<>(items, resampling);
    texts(answered, IS_ANSWERABLE.and(isAnswered));
    sections.put("answered", answered.build());
  }

  Map<String, Figure> main() {
    Figures<QaItem> figures = new Figures<>(items, resampling);
    figures
        .share("hitAt1", QaItem::isRankable, item -> item.hitsAt(1))
        .share("hitAt3", QaItem::isRankable, item -> item.hitsAt(3))
        .mean("mrr", QaItem::isRankable, QaItem::reciprocalRank)
        .share("squadExact", QaItem::exact)
        .mean("squadF1", item -> true, QaItem::f1);
    texts(figures, IS_ANSWERABLE);
    return figures
        .weightedMean(
            "citationPrecision", item -> item.answer().citations().size(), QaItem::rightCitations)
        .build();
  }

  private static void texts(Figures<QaItem> figures, Predicate<QaItem> among) {
    figures
        .share("exactMatch", among, QaItem::exact)
        .mean("tokenF1", among, QaItem::f1)
        .mean("rougeL", among, QaItem::rougeL);
  }

  private Map<String, Figure> answerability(
      Predicate<QaItem> isAnswerable, Predicate<QaItem> isAnswered) {
    Figures<QaItem> figures = new Figures<>(items, resampling);
    figures
        .share("answerabilityAccuracy", QaItem::isDecidedRight)
        .share("answeredOfAnswerable", isAnswerable, isAnswered)
        .share(
            "refusedOfUnanswerable",
            isAnswerable.negate(),
            item -> item.answer().usable() && !item.answer().answered())
        .share("answerableOfAnswered", isAnswered, isAnswerable);
    RocArea roc = new RocArea(confidence, answerable);
    CoverageAtPrecision coverage = new CoverageAtPrecision(confidence, answerable);
    StatedConfidence stated = new StatedConfidence(confidence, answerable);
    figures.resampled(
        List.of("auroc", "ece", "brier"),
        stated.known(),
        weights -> {
          double[] errors = stated.errors(weights);
          return new double[] {roc.area(weights), errors[0], errors[1]};
        });
    if (stated.known() > 0) {
      figures.resampled(
          List.of("coverageAtPrecision90", "coverageAtPrecision95"),
          items.size(),
          weights -> new double[] {coverage.at(0.90, weights), coverage.at(0.95, weights)});
    }
    return figures.build();
  }

  /**
   * Precision when only the surest tenth, two tenths and so on are answered; and what share of the
   * unanswerable is refused where so much of the answerable may be.
   */
  private Map<String, Figure> refusal() {
    CoverageAtPrecision coverage = new CoverageAtPrecision(confidence, answerable);
    List<String> names = new ArrayList<>();
    for (int tenth = 1; tenth <= 10; tenth++) {
      names.add("precisionAtCoverage" + tenth * 10);
    }
    RocArea roc = new RocArea(confidence, answerable);
    long unanswerable = items.stream().filter(item -> !item.gold().answerable()).count();
    return new Figures<>(items, resampling)
        .resampled(
            FALSE_REFUSALS.stream().map(percent -> "refusedAtFalseRefusals" + percent).toList(),
            place -> unanswerable,
            weights ->
                FALSE_REFUSALS.stream()
                    .mapToDouble(percent -> roc.rejectedAt(percent / 100.0, weights))
                    .toArray())
        .resampled(
            names,
            place -> Math.round(items.size() * (place + 1) / 10.0),
            weights -> {
              double[] precision = new double[names.size()];
              for (int i = 0; i < precision.length; i++) {
                precision[i] = coverage.precisionAt((i + 1) / 10.0, weights);
              }
              return precision;
            })
        .build();
  }
}
