package dev.ecomllm.engine;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Clock, sleep and chance, handed in so that no test waits. Implementations are thread-safe.
 *
 * @see #system()
 */
public interface Timing {

  /** Nanoseconds since some moment; only differences mean anything. */
  long nanoTime();

  /** Waits. */
  void sleep(Duration pause) throws InterruptedException;

  /** A random number from 0 (inclusive) to 1 (exclusive). */
  double random();

  /** The real ones. */
  static Timing system() {
    return Jvm.REAL;
  }

  /** The clock and the randomness of the JVM. */
  enum Jvm implements Timing {
    /** The one value. */
    REAL;

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public void sleep(Duration pause) throws InterruptedException {
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    }

    @Override
    public double random() {
      return ThreadLocalRandom.current().nextDouble();
    }
  }
}
