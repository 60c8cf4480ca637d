package dev.ecomllm.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.ecomllm.error.InvalidOutputException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Picks the candidate that fits the schema with the least change. */
final class Fitting {

  private final String text;
  private final RepairOptions options;
  private final Fitter fitter;

  private @Nullable Candidate best;
  private int cost = Integer.MAX_VALUE;
  private @Nullable Fit closest;

  Fitting(String text, RepairOptions options) {
    this.text = text;
    this.options = options;
    this.fitter = new Fitter(options);
  }

  /**
   * The best candidate, as the schema asks for it; null if there is no candidate at all.
   *
   * @throws InvalidOutputException if none fits
   */
  @Nullable Candidate best(List<Candidate> candidates) {
    for (Candidate candidate : candidates) {
      candidate.parts().forEach(part -> offer(part, 1, fitter.fit(part.value())));
      offer(candidate, 0, fitter.fit(candidate.value()));
    }
    String bare = text.strip();
    boolean noJson =
        candidates.stream()
            .allMatch(c -> c.rank().compareTo(Candidate.Rank.ASIDE) <= 0 && !c.isAll(text));
    if (best == null && noJson && options.level() != RepairLevel.STRICT && !bare.isEmpty()) {
      TextNode value = new TextNode(bare);
      Candidate all = new Candidate(value, 0, text.length(), Candidate.Rank.SCALAR, List.of());
      Fit fit = fitter.fitText(value);
      if (fit.value() != null) {
        offer(all, 0, fit);
      }
    }
    if (best == null && closest != null) {
      throw new InvalidOutputException(closest.problem(), closest.path(), text, null);
    }
    return best;
  }

  private void offer(Candidate candidate, int extra, Fit fit) {
    JsonNode value = fit.value();
    if (value == null) {
      closest = closest == null || fit.path().length() >= closest.path().length() ? fit : closest;
      return;
    }
    if (options.level() == RepairLevel.STRICT && fit.cost() > 0) {
      closest = Fit.none("$", "JSON that fits the schema as it stands");
      return;
    }
    int total =
        fit.cost()
            + extra
            + switch (candidate.rank()) {
              case COMPLETE, SCALAR -> 0;
              case ASIDE -> 1;
              case CUT_OFF -> 3;
            };
    if (total <= cost) {
      cost = total;
      best = fit.cost() == 0 ? candidate : coerced(candidate, value);
    }
  }

  private static Candidate coerced(Candidate candidate, JsonNode value) {
    List<Repair> repairs = new ArrayList<>(candidate.repairs());
    repairs.add(
        new Repair(
            Repair.Kind.COERCED, candidate.from(), candidate.value().toString(), value.toString()));
    return new Candidate(value, candidate.from(), candidate.to(), candidate.rank(), repairs);
  }
}
