package dev.ecomllm.eval.score;

import dev.ecomllm.eval.metric.Rouge;
import dev.ecomllm.eval.metric.Squad;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One question with its answer.
 *
 * @param tags the gold row's
 * @param gold what is right
 * @param answer what was answered
 * @param exact exact match, as SQuAD counts it
 * @param f1 word F1, as SQuAD counts it
 * @param rougeL F1 of the longest common subsequence, against the best reference
 */
record QaItem(
    String id,
    Set<String> tags,
    Gold gold,
    Answer answer,
    boolean exact,
    double f1,
    double rougeL) {

  /**
   * A labelled question.
   *
   * @param answers right answers; none if there is no answer
   * @param answering the places of the passages that answer it
   */
  record Gold(boolean answerable, List<String> answers, Set<Integer> answering) {}

  /**
   * What a prediction row says.
   *
   * @param usable false where an answer came that could not be read
   * @param answered whether an answer was given; otherwise it was refused
   * @param confidence that the passages answer the question; NaN where unknown
   */
  record Answer(
      boolean usable,
      boolean answered,
      String text,
      double confidence,
      List<Integer> citations,
      List<Integer> ranked) {

    static final Answer UNUSABLE = new Answer(false, false, "", Double.NaN, List.of(), List.of());
  }

  static QaItem of(String id, Set<String> tags, Gold gold, Answer answer) {
    if (!answer.usable) {
      return new QaItem(id, tags, gold, answer, false, 0, 0);
    }
    Squad squad = Squad.of(gold.answers, answer.text);
    double rougeL =
        gold.answers.isEmpty() ? 0 : Rouge.ofBest(gold.answers, answer.text).rougeL().f1();
    return new QaItem(id, tags, gold, answer, squad.exact(), squad.f1(), rougeL);
  }

  /** One by the place of the first passage that answers, counted from 1; 0 if none is ranked. */
  double reciprocalRank() {
    for (int i = 0; i < answer.ranked.size(); i++) {
      if (gold.answering.contains(answer.ranked.get(i))) {
        return 1.0 / (i + 1);
      }
    }
    return 0;
  }

  boolean isRankable() {
    return !gold.answering.isEmpty();
  }

  boolean hitsAt(int k) {
    return reciprocalRank() >= 1.0 / k;
  }

  boolean isDecidedRight() {
    return answer.usable && answer.answered == gold.answerable;
  }

  /** The citations that name a passage which answers the question. */
  double rightCitations() {
    return answer.citations.stream().filter(gold.answering::contains).count();
  }

  /** Named so that {@link Evaluation#figure} finds each one's figure. */
  ItemScores scores() {
    Map<String, Points> points = new LinkedHashMap<>();
    points.put("squadF1", Points.of(f1));
    points.put("squadExact", Points.of(exact));
    points.put("answerabilityAccuracy", Points.of(isDecidedRight()));
    if (gold.answerable) {
      points.put("exactMatch", Points.of(exact));
      points.put("tokenF1", Points.of(f1));
      points.put("rougeL", Points.of(rougeL));
      points.put("answeredOfAnswerable", Points.of(answer.answered));
    } else {
      points.put("refusedOfUnanswerable", Points.of(isDecidedRight()));
    }
    if (isRankable()) {
      points.put("hitAt1", Points.of(hitsAt(1)));
      points.put("hitAt3", Points.of(hitsAt(3)));
      points.put("mrr", Points.of(reciprocalRank()));
    }
    points.put("citationPrecision", new Points(rightCitations(), answer.citations.size()));
    return new ItemScores(
        id,
        String.join(" | ", gold.answers),
        answer.text,
        points,
        tags,
        ItemScores.stated(answer.confidence, gold.answerable));
  }
}
