package dev.ecomllm.classify;

import dev.ecomllm.taxonomy.Category;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How probability lies over a tree. What is missing to 1 is the probability that the truth is
 * nothing of this. Immutable.
 *
 * @param exact the probability that exactly this node is right, best first, at least one, each node
 *     once
 * @param below the probability that the truth is somewhere at or below a node, nobody knows where:
 *     it counts for that node and its ancestors only
 */
public record Distribution(List<Share> exact, List<Share> below) {

  private static final double ROUNDING = 1e-9;

  /**
   * Sorts, copies and checks.
   *
   * @throws IllegalArgumentException if there is no node, or the probabilities sum up to more than
   *     1
   */
  public Distribution {
    exact =
        exact.stream().sorted(Comparator.comparingDouble(Share::probability).reversed()).toList();
    below = List.copyOf(below);
    if (exact.isEmpty()) {
      throw new IllegalArgumentException("a distribution needs at least one category");
    }
    double sum = sum(exact) + sum(below);
    if (sum > 1 + ROUNDING) {
      throw new IllegalArgumentException("probabilities sum up to " + sum);
    }
  }

  /**
   * The probability of a node.
   *
   * @param category the node
   * @param probability 0 to 1
   */
  public record Share(Category category, double probability) {
    /**
     * Checks.
     *
     * @throws IllegalArgumentException if the probability is out of range
     */
    public Share {
      if (!(probability >= 0 && probability <= 1)) {
        throw new IllegalArgumentException("a probability must be 0 to 1, not " + probability);
      }
    }
  }

  /** Probabilities of nodes; what is missing to 1 is elsewhere. */
  public static Distribution of(List<Share> exact) {
    return new Distribution(exact, List.of());
  }

  /**
   * The softmax of candidates' scores: their log-probabilities, made to sum up to 1.
   *
   * @param elsewhere 0 to 1: how much of the probability to leave for nodes that are no candidates
   */
  public static Distribution ofCandidates(List<Candidate> candidates, double elsewhere) {
    double[] scores = candidates.stream().mapToDouble(Candidate::score).toArray();
    double[] shares = LogLinear.softmax(scores);
    List<Share> exact = new ArrayList<>();
    for (int i = 0; i < shares.length; i++) {
      exact.add(new Share(candidates.get(i).category(), shares[i] * (1 - elsewhere)));
    }
    return of(exact);
  }

  /** The most probable node. */
  public Share top() {
    return exact.get(0);
  }

  /** The probability that the truth is this node or below it. */
  public double mass(Category node) {
    double sum = 0;
    for (Share share : exact) {
      if (share.category().isAtOrBelow(node)) {
        sum += share.probability();
      }
    }
    for (Share share : below) {
      if (share.category().isAtOrBelow(node)) {
        sum += share.probability();
      }
    }
    return Math.min(1, sum);
  }

  /**
   * This distribution with another probability of its most probable node, as a calibration gives
   * it. The others keep their proportions among each other and share what is left, but none gets
   * more than the first: it stays the most probable, and what that cuts off is elsewhere.
   *
   * @param probability 0 to 1
   */
  public Distribution withTop(double probability) {
    double others = sum(exact.subList(1, exact.size())) + sum(below);
    // Next to a top of nearly 1 the difference is all rounding: then the others' sum counts.
    double left = Math.max(1 - top().probability(), others);
    double scale = left > 0 ? (1 - probability) / left : 0;
    List<Share> scaled = new ArrayList<>(exact.size());
    scaled.add(new Share(top().category(), probability));
    for (Share share : exact.subList(1, exact.size())) {
      double moved = Math.min(probability, share.probability() * scale);
      scaled.add(new Share(share.category(), moved));
    }
    List<Share> scaledBelow = new ArrayList<>(below.size());
    for (Share share : below) {
      scaledBelow.add(new Share(share.category(), Math.min(1, share.probability() * scale)));
    }
    return new Distribution(scaled, scaledBelow);
  }

  private static double sum(List<Share> shares) {
    return shares.stream().mapToDouble(Share::probability).sum();
  }
}
