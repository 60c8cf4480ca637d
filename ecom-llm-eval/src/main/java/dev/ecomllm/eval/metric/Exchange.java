package dev.ecomllm.eval.metric;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The sign-flip test for figures that are sums divided by sums, such as an F1 over all examples
 * (approximate randomization, Noreen 1989): if two models are alike, their answers to an example
 * could as well have been exchanged. For plain means it is the sign flip of {@link
 * PairedDifference}.
 */
public final class Exchange {

  private Exchange() {}

  /**
   * Examples that are alike.
   *
   * @param earnedA what the first earned of each
   * @param outOfA out of how much
   * @param earnedB what the second earned of each
   * @param outOfB out of how much
   * @param count how many such examples
   */
  public record Cell(double earnedA, double outOfA, double earnedB, double outOfB, int count) {

    boolean differs() {
      return earnedA != earnedB || outOfA != outOfB;
    }
  }

  /**
   * Two-sided p: the share of exchanges after which the figures are at least as far apart. All
   * exchanges where no more than {@value PairedDifference#EXHAUSTIVE} examples differ, else {@value
   * PairedDifference#DRAWS} random ones.
   */
  public static double p(List<Cell> cells, long seed) {
    Sums all = new Sums();
    List<Cell> differing = new ArrayList<>();
    long examples = 0;
    for (Cell cell : cells) {
      all.add(cell, cell.count, 0);
      if (cell.differs()) {
        differing.add(cell);
        examples += cell.count;
      }
    }
    // Differences that are equal but for rounding count as equal.
    double least = Math.abs(all.difference()) - 1e-12;
    if (examples <= PairedDifference.EXHAUSTIVE) {
      List<Cell> each = new ArrayList<>();
      differing.forEach(cell -> each.addAll(Collections.nCopies(cell.count, cell)));
      return (double) patterns(each, 0, all, least) / (1L << each.size());
    }
    SplittableRandom random = new SplittableRandom(seed);
    int hits = 0;
    for (int draw = 0; draw < PairedDifference.DRAWS; draw++) {
      Sums exchanged = all.copy();
      for (Cell cell : differing) {
        exchanged.exchange(cell, heads(random, cell.count));
      }
      hits += Math.abs(exchanged.difference()) >= least ? 1 : 0;
    }
    return (1.0 + hits) / (1.0 + PairedDifference.DRAWS);
  }

  private static long patterns(List<Cell> cells, int at, Sums sums, double least) {
    if (at == cells.size()) {
      return Math.abs(sums.difference()) >= least ? 1 : 0;
    }
    Sums exchanged = sums.copy();
    exchanged.exchange(cells.get(at), 1);
    return patterns(cells, at + 1, sums, least) + patterns(cells, at + 1, exchanged, least);
  }

  /** How many of n coins show heads. */
  private static int heads(SplittableRandom random, int n) {
    int heads = 0;
    for (int left = n; left > 0; left -= Long.SIZE) {
      long coins = random.nextLong();
      heads += Long.bitCount(left >= Long.SIZE ? coins : coins >>> (Long.SIZE - left));
    }
    return heads;
  }

  /** What both models earned in all. */
  private static final class Sums {
    private double earnedA;
    private double outOfA;
    private double earnedB;
    private double outOfB;

    private void add(Cell cell, int asTheyAre, int exchanged) {
      earnedA += asTheyAre * cell.earnedA + exchanged * cell.earnedB;
      outOfA += asTheyAre * cell.outOfA + exchanged * cell.outOfB;
      earnedB += asTheyAre * cell.earnedB + exchanged * cell.earnedA;
      outOfB += asTheyAre * cell.outOfB + exchanged * cell.outOfA;
    }

    private void exchange(Cell cell, int count) {
      add(cell, -count, count);
    }

    private Sums copy() {
      Sums copy = new Sums();
      copy.earnedA = earnedA;
      copy.outOfA = outOfA;
      copy.earnedB = earnedB;
      copy.outOfB = outOfB;
      return copy;
    }

    /** 0 where a model has nothing to earn. */
    private double difference() {
      return (outOfA > 0 ? earnedA / outOfA : 0) - (outOfB > 0 ? earnedB / outOfB : 0);
    }
  }
}
