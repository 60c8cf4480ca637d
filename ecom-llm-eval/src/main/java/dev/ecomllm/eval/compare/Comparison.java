package dev.ecomllm.eval.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.eval.metric.Holm;
import dev.ecomllm.eval.metric.Resampling;
import dev.ecomllm.eval.score.Evaluation;
import dev.ecomllm.eval.score.ItemScores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Two models on the same examples, paired by id: is A better than B, and could this many examples
 * have told?
 *
 * @param task as in the evaluations
 * @param n examples that both were evaluated on
 * @param onlyA examples that only A was evaluated on, because B's call failed or its row is missing
 * @param onlyB the other way round
 * @param figures one comparison for each figure
 * @param changed the examples whose score in the first figure changed most, at most {@value
 *     #CHANGES}, largest first
 * @param confidence of the intervals, such as 0.95
 */
public record Comparison(
    String task,
    long n,
    long onlyA,
    long onlyB,
    List<FigureComparison> figures,
    List<Change> changed,
    double confidence) {

  /** The most changed examples that are kept. */
  public static final int CHANGES = 1_000;

  private static final Map<String, String> MAIN =
      Map.of("classify", "hierarchicalF1Macro", "extract", "f1Micro", "qa", "squadF1");

  /** Copies. */
  public Comparison {
    figures = List.copyOf(figures);
    changed = List.copyOf(changed);
  }

  /**
   * Compares all figures that examples have points for, but for variants such as {@code decided.};
   * first the task's main one, by which the changed examples are chosen.
   */
  public static Comparison of(Evaluation a, Evaluation b, Resampling resampling) {
    Set<String> names = new LinkedHashSet<>();
    names.add(MAIN.getOrDefault(a.task(), ""));
    a.sections().values().forEach(section -> names.addAll(section.keySet()));
    Set<String> scored = new HashSet<>();
    a.items().forEach(item -> scored.addAll(item.points().keySet()));
    return of(a, b, names.stream().filter(scored::contains).toList(), resampling);
  }

  /**
   * Compares.
   *
   * @param names which figures, the one that matters most first; those that no example has points
   *     for are left out. Holm's correction is for as many as remain
   * @throws IllegalArgumentException if the tasks differ, or the two have no example in common
   */
  public static Comparison of(
      Evaluation a, Evaluation b, List<String> names, Resampling resampling) {
    if (!a.task().equals(b.task())) {
      throw new IllegalArgumentException("no comparison of " + a.task() + " with " + b.task());
    }
    Map<String, Integer> places = new HashMap<>();
    for (ItemScores item : b.items()) {
      places.put(item.id(), places.size());
    }
    List<PairedPoints> paired = names.stream().map(PairedPoints::new).toList();
    PriorityQueue<Change> changed = new PriorityQueue<>(BY_SIZE.reversed());
    long n = 0;
    for (ItemScores left : a.items()) {
      Integer place = places.get(left.id());
      if (place != null) {
        n++;
        ItemScores right = b.items().get(place);
        for (int i = 0; i < names.size(); i++) {
          paired.get(i).add(left.points(names.get(i)), right.points(names.get(i)));
        }
        keep(changed, left, right, names);
      }
    }
    if (n == 0) {
      throw new IllegalArgumentException("the two have no example in common");
    }
    return new Comparison(
        a.task(),
        n,
        a.items().size() - n,
        b.items().size() - n,
        corrected(
            paired.stream()
                .filter(PairedPoints::counts)
                .map(each -> each.compare(resampling))
                .toList()),
        changed.stream().sorted(BY_SIZE).toList(),
        resampling.confidence());
  }

  private static final Comparator<Change> BY_SIZE =
      Comparator.comparingDouble((Change change) -> -Math.abs(change.difference()))
          .thenComparing(Change::id);

  private static void keep(
      PriorityQueue<Change> changed, ItemScores a, ItemScores b, List<String> names) {
    if (!names.isEmpty()
        && Change.difference(a.points(names.get(0)), b.points(names.get(0))) != 0) {
      changed.add(Change.of(a, b, names.get(0)));
      if (changed.size() > CHANGES) {
        changed.remove();
      }
    }
  }

  private static List<FigureComparison> corrected(List<FigureComparison> figures) {
    double[] p = Holm.adjust(figures.stream().mapToDouble(FigureComparison::p).toArray());
    List<FigureComparison> corrected = new ArrayList<>();
    for (int i = 0; i < p.length; i++) {
      corrected.add(figures.get(i).withHolmP(p[i]));
    }
    return corrected;
  }

  /**
   * The comparison of a figure.
   *
   * @throws IllegalArgumentException if it was not compared
   */
  public FigureComparison figure(String name) {
    return figures.stream()
        .filter(figure -> figure.figure().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no comparison of '"
                        + name
                        + "'; there are "
                        + figures.stream().map(FigureComparison::figure).toList()));
  }

  /** As JSON, on several lines. */
  public String toJson() {
    ObjectNode json = JsonLines.MAPPER.createObjectNode();
    json.put("task", task).put("n", n).put("onlyA", onlyA).put("onlyB", onlyB);
    json.put("confidenceLevel", confidence);
    ObjectNode all = json.putObject("figures");
    figures.forEach(figure -> write(all.putObject(figure.figure()), figure));
    ArrayNode items = json.putArray("changed");
    for (Change change : changed) {
      ObjectNode item = items.addObject().put("id", change.id());
      item.put("expected", change.expected()).put("a", change.a()).put("b", change.b());
      put(item, "scoreA", change.scoreA());
      put(item, "scoreB", change.scoreB());
    }
    json.putArray("notes")
        .add("difference is A minus B; each example is drawn, or exchanged, as a whole")
        .add(
            "p is McNemar's exact p for shares, else the sign flip's; pHolm is p corrected for all"
                + " figures here")
        .add(
            "smallestEffect is the difference that this n shows with probability 0.8 at a two-sided"
                + " 5%");
    return json.toPrettyString();
  }

  private static void put(ObjectNode json, String name, double value) {
    if (Double.isFinite(value)) {
      json.put(name, value);
    }
  }

  private void write(ObjectNode json, FigureComparison figure) {
    json.put("n", figure.n()).put("a", figure.a()).put("b", figure.b());
    json.put("difference", figure.difference());
    json.putArray("ci" + Math.round(confidence * 100))
        .add(figure.interval().low())
        .add(figure.interval().high());
    json.put("p", figure.p()).put("pHolm", figure.holmP());
    json.put("test", figure.mcNemar().isPresent() ? "mcnemar exact" : "sign flip");
    json.put("signFlipP", figure.signFlipP());
    figure
        .mcNemar()
        .ifPresent(
            test -> {
              ObjectNode table = json.putObject("mcnemar");
              table.put("onlyA", test.onlyA()).put("onlyB", test.onlyB());
              table.put("exactP", test.exactP());
            });
    json.put("better", figure.better()).put("worse", figure.worse());
    figure.smallestEffect().ifPresent(effect -> json.put("smallestEffect", effect));
  }
}
