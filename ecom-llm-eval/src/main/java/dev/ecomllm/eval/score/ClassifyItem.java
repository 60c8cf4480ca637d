package dev.ecomllm.eval.score;

import dev.ecomllm.classify.Decision;
import dev.ecomllm.eval.metric.Hierarchical.Counts;
import dev.ecomllm.taxonomy.Category;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One classified product.
 *
 * @param tags the gold row's
 * @param truth the right category
 * @param answer the prediction
 * @param strict against the right category alone
 * @param accepting against whichever accepted category is nearest
 */
record ClassifyItem(
    String id, Set<String> tags, Category truth, Answer answer, Match strict, Match accepting) {
  /**
   * What a prediction row says.
   *
   * @param category null where the answer is no category of the tree
   * @param confidence NaN where unknown
   * @param ranked category and alternatives, best first, each once
   */
  record Answer(
      @Nullable Category category,
      double confidence,
      Decision decision,
      @Nullable Category decided,
      List<Optional<Category>> ranked) {}

  /**
   * An answer held against one or more right categories.
   *
   * @param category of the most probable node
   * @param rank the place of a right category among all that were ranked, from 0; -1 if none is
   * @param decided of the decided node; null where there is none
   */
  record Match(Counts category, int rank, @Nullable Counts decided) {

    static Match of(Answer answer, Collection<Category> right) {
      int rank = -1;
      for (int i = 0; i < answer.ranked.size() && rank < 0; i++) {
        Optional<Category> place = answer.ranked.get(i);
        rank = place.isPresent() && right.contains(place.get()) ? i : -1;
      }
      Category decided = answer.decided;
      return new Match(
          nearest(answer.category, right), rank, decided == null ? null : nearest(decided, right));
    }

    private static Counts nearest(@Nullable Category answer, Collection<Category> right) {
      List<String> path = answer == null ? List.of() : answer.path().names();
      return right.stream()
          .map(category -> Counts.of(category.path().names(), path))
          .max(Comparator.comparingDouble(counts -> counts.scores().f1()))
          .orElseThrow();
    }

    boolean exact() {
      return category.common() == category.truth() && category.common() == category.predicted();
    }

    boolean isRightTo(int depth) {
      return category.common() >= depth;
    }
  }

  static ClassifyItem of(String id, Set<String> tags, List<Category> accepted, Answer answer) {
    Category truth = accepted.get(0);
    Match strict = Match.of(answer, List.of(truth));
    Match accepting = accepted.size() == 1 ? strict : Match.of(answer, accepted);
    // The ranking has done its work, and is too large to keep for a million rows.
    return new ClassifyItem(
        id,
        tags,
        truth,
        new Answer(answer.category, answer.confidence, answer.decision, answer.decided, List.of()),
        strict,
        accepting);
  }

  /** With matches that equal ones share: there are few kinds in a million rows. */
  ClassifyItem sharing(Map<Match, Match> kinds) {
    return new ClassifyItem(
        id,
        tags,
        truth,
        answer,
        kinds.computeIfAbsent(strict, kind -> kind),
        kinds.computeIfAbsent(accepting, kind -> kind));
  }

  /** Named so that {@link Evaluation#figure} finds each one's figure. */
  ItemScores scores() {
    Map<String, Points> points = new LinkedHashMap<>();
    put(points, strict, "", "decided.");
    put(points, accepting, "figuresAlsoAccepted.", "decidedAlsoAccepted.");
    String said = answer.category == null ? "" : answer.category.path().toString();
    return new ItemScores(
        id,
        truth.path().toString(),
        said,
        points,
        tags,
        ItemScores.stated(answer.confidence, strict.exact()));
  }

  private static void put(
      Map<String, Points> points, Match match, String figures, String decidedFigures) {
    Counts counts = match.category;
    points.put(figures + "exactAccuracy", Points.of(match.exact()));
    points.put(figures + "hierarchicalF1Macro", Points.of(counts.scores().f1()));
    points.put(
        figures + "hierarchicalF1Micro",
        new Points(2.0 * counts.common(), (double) counts.predicted() + counts.truth()));
    points.put(figures + "topLevelAccuracy", Points.of(match.isRightTo(1)));
    points.put(figures + "top5", Points.of(match.rank >= 0 && match.rank < 5));
    points.put(figures + "recallAt20", Points.of(match.rank >= 0 && match.rank < 20));
    Counts decided = match.decided;
    points.put(decidedFigures + "coverage", Points.of(decided != null));
    points.put(
        decidedFigures + "precision",
        decided == null ? Points.NONE : Points.of(decided.common() == decided.predicted()));
  }
}
