package dev.ecomllm.bulk;

import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.error.ModelCallException.Kind;
import dev.ecomllm.task.ServerLoad;
import java.util.function.LongSupplier;

/**
 * Finds out how many requests at once get the most out of a server, from nothing but how its
 * answers come back.
 *
 * <p>A server that batches answers more a second the more it is asked at once, and each answer
 * takes longer, so latency alone does not tell a full server from a busy one: throughput does. As
 * in BBR (Cardwell et al. 2016), the limit doubles as long as throughput grows by at least 4% with
 * it. From then on it is moved up or down a little now and then, and stays where it was moved to if
 * more pays (at least 1% of throughput for 20% more requests) or fewer cost nothing (latency that
 * rises at the same throughput is such a case: the requests wait in the server's queue). A server
 * that says it is full, times out or breaks down takes back the last move, or else three tenths of
 * the limit, as in TCP; then further moves up halve the distance to where it was too much, and come
 * less and less often. Thread-safe.
 */
final class AdaptiveLimit implements AtOnce, ServerLoad.Watcher {

  static final int FIRST = 8;
  static final int MOST = 1_024;

  private static final double PAYS_IN_STARTUP = 1.04;
  private static final double PAYS = 1.01;
  private static final double COSTS_NOTHING = 0.995;
  private static final double STEP = 1.2;
  private static final double CUT_FIRST = 0.06;
  private static final double CUT_MOST = 0.3;

  /** A share of tries; the engine tries again what failed. */
  private static final double TOO_MUCH_TROUBLE = 0.01;

  private static final long SHORTEST_DEAF_NANOS = 1_000_000_000L;
  private static final long LONGEST_DEAF_NANOS = 10_000_000_000L;

  /** What throughput falls to or rises to when the server has changed, not we. */
  private static final double CHANGED = 0.8;

  /** How far the number of answers in a round may be from what is usual, only by chance. */
  private static final double WAVES = 1.3;

  private static final int FEWEST_ANSWERS = 16;
  private static final int GENERATIONS = 2;
  private static final int ROUNDS_BETWEEN_MOVES = 6;
  private static final int MOST_ROUNDS_BETWEEN_MOVES = 64;

  /** What the round that is being measured is for. */
  private enum Phase {
    /** The limit doubled. */
    DOUBLED,
    /** It stays, and its throughput is measured. */
    STAYING,
    /** It was moved up, to see whether that pays. */
    MOVED_UP,
    /** It was moved down, to see whether that costs anything. */
    MOVED_DOWN
  }

  private final LongSupplier clock;

  private volatile int limit = FIRST;
  private Phase phase = Phase.DOUBLED;

  /** What the limit goes back to if a move does no good, and the throughput there. */
  private int before = FIRST;

  private double throughputBefore;

  /** Where the server said that it was full, or more than there can be. */
  private int full = 2 * MOST;

  private int stay;
  private int rounds;
  private boolean downNext;
  private int noGain;

  /**
   * A round is measured once the server has settled: from the first answer to a request that was
   * sent after the first answer to a request of the present limit.
   */
  private boolean measuring;

  private int unsettled = GENERATIONS;
  private long generationBegan;

  private long roundBegan;
  private int answers;
  private long latencies;

  /** What one took in the last round. */
  private long latency;

  /** What share of the last tries the server was too busy for. */
  private double trouble;

  /** Until when failures say nothing new. */
  private long deafUntil;

  /** How often the limit was cut since the last round that ended. */
  private int strikes;

  AdaptiveLimit(LongSupplier clock) {
    this.clock = clock;
    generationBegan = clock.getAsLong();
    deafUntil = generationBegan;
  }

  @Override
  public int now() {
    return limit;
  }

  @Override
  public synchronized void notUsed() {
    measuring = false;
    unsettled = 1;
    generationBegan = clock.getAsLong();
  }

  @Override
  public synchronized void answered(long nanos) {
    long now = clock.getAsLong();
    if (!measuring) {
      feel(0);
      if (now - nanos - generationBegan >= 0) {
        generationBegan = now;
        measuring = --unsettled == 0;
        roundBegan = now;
        answers = 0;
        latencies = 0;
      }
      return;
    }
    feel(0);
    answers++;
    latencies += nanos;
    int enough = Math.max(phase == Phase.DOUBLED ? limit : 2 * limit, FEWEST_ANSWERS);
    if (answers >= enough && now - roundBegan > 0 && latencies > 0) {
      double throughput = throughput(now);
      latency = latencies / answers;
      roundBegan = now;
      answers = 0;
      latencies = 0;
      endRound(throughput, now);
    }
  }

  @Override
  public synchronized void failed(long nanos, ModelCallException failure) {
    long now = clock.getAsLong();
    if (now - deafUntil >= 0) {
      feel(weight(failure.kind()));
      if (trouble > TOO_MUCH_TROUBLE) {
        cut(now);
      }
    }
  }

  /** How much a failure says about the server's load. */
  private static double weight(Kind kind) {
    return switch (kind) {
      case RATE_LIMITED -> 1;
      case TIMED_OUT -> 0.2; // one may be chance
      case TRANSIENT -> 0.02; // some may be chance, half of all are not
      case REJECTED, INTERRUPTED, CIRCUIT_OPEN -> 0;
    };
  }

  private void feel(double tried) {
    trouble += (tried - trouble) / Math.max(FEWEST_ANSWERS, limit);
  }

  private void cut(long now) {
    if (strikes == 0) {
      full = limit;
    }
    strikes++;
    if (phase == Phase.DOUBLED || phase == Phase.MOVED_UP) {
      stay = Math.min(MOST_ROUNDS_BETWEEN_MOVES, Math.max(2, 2 * stay));
      change(before, Phase.STAYING, now);
    } else {
      stay = ROUNDS_BETWEEN_MOVES;
      change((int) (limit * (1 - Math.min(CUT_MOST, CUT_FIRST * strikes))), Phase.STAYING, now);
    }
    throughputBefore = 0;
    trouble = 0;
    // What is on its way was sent before the cut, and so were the tries that will be repeated.
    deafUntil = now + Math.max(SHORTEST_DEAF_NANOS, Math.min(LONGEST_DEAF_NANOS, 2 * latency));
  }

  /**
   * Answers a second: by Little's law, requests at once over what one takes. To count them would
   * say the same, less exactly where answers come in waves; but where they are far fewer than that,
   * something on our side is slower than the server.
   */
  private double throughput(long now) {
    double byLatency = limit * 1e9 * answers / latencies;
    double byCount = answers * 1e9 / (now - roundBegan);
    return Math.min(byLatency, WAVES * byCount);
  }

  private void endRound(double throughput, long now) {
    strikes = 0;
    switch (phase) {
      case DOUBLED -> {
        if (throughput >= throughputBefore * PAYS_IN_STARTUP) {
          noGain = 0;
          twice(throughput, now);
        } else if (++noGain == 2) {
          stay = 2;
          change(before, Phase.STAYING, now);
        }
      }
      case STAYING -> {
        boolean changed =
            throughputBefore > 0
                && (throughput < throughputBefore * CHANGED
                    || throughput > throughputBefore / CHANGED);
        if (changed) {
          full = 2 * MOST;
          downNext = throughput < throughputBefore;
          rounds = stay;
        }
        throughputBefore = throughput;
        if (2 * limit < full && full < 2 * MOST) {
          noGain = 0;
          twice(throughput, now); // It was cut far below what it was.
        } else if (++rounds > stay) {
          moveALittle(throughput, now);
        }
      }
      case MOVED_UP -> {
        if (throughput >= throughputBefore * PAYS) {
          stay = ROUNDS_BETWEEN_MOVES;
          full = Math.max(full, limit + 1);
          moveUp(throughput, now);
        } else {
          goBack(now);
        }
      }
      case MOVED_DOWN -> {
        if (throughput >= throughputBefore * COSTS_NOTHING) {
          moveDown(throughput, now);
        } else {
          goBack(now);
        }
      }
    }
  }

  private void twice(double throughput, long now) {
    int halfway = Math.max(limit + 1, (limit + full) / 2);
    int to = full < 2 * MOST ? Math.min(2 * limit, halfway) : 2 * limit;
    move(to, throughput, Phase.DOUBLED, now);
  }

  private void moveALittle(double throughput, long now) {
    downNext = !downNext;
    if (downNext) {
      moveUp(throughput, now);
    } else {
      moveDown(throughput, now);
    }
  }

  private void moveUp(double throughput, long now) {
    int up = Math.max(limit + 1, (int) Math.ceil(limit * STEP));
    int halfway = (limit + full) / 2;
    move(
        limit < full ? Math.max(limit + 1, Math.min(up, halfway)) : up,
        throughput,
        Phase.MOVED_UP,
        now);
  }

  private void moveDown(double throughput, long now) {
    move((int) (limit / STEP), throughput, Phase.MOVED_DOWN, now);
  }

  private void goBack(long now) {
    stay = Math.max(stay, ROUNDS_BETWEEN_MOVES);
    change(before, Phase.STAYING, now);
  }

  private void move(int to, double throughput, Phase next, long now) {
    before = limit;
    throughputBefore = throughput;
    change(to, next, now);
    if (limit == before) {
      phase = Phase.STAYING; // It cannot move further.
    }
  }

  private void change(int to, Phase next, long now) {
    phase = next;
    rounds = 0;
    int wanted = Math.max(1, Math.min(MOST, to));
    if (wanted != limit) {
      limit = wanted;
      generationBegan = now;
      unsettled = GENERATIONS;
      measuring = false;
    }
  }
}
