package dev.ecomllm.examples.benchmarks;

import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.json.JsonRepair;
import dev.ecomllm.testing.HostileShape;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * How the time of a repair grows with hostile texts: {@code java -Xms3g -Xmx3g -XX:+AlwaysPreTouch
 * -XX:+UseParallelGC -cp benchmarks.jar dev.ecomllm.examples.benchmarks.JsonRepairGrowth}. Four
 * times the text should take about four times as long. Exits with 1 if it takes more than five
 * times as long for any shape.
 */
public final class JsonRepairGrowth {

  private static final int LARGEST = 4_000_000;
  private static final int ROUNDS = 7;

  // Time of the processor: other programs on the machine do not count.
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private JsonRepairGrowth() {}

  /** Measures all shapes. */
  public static void main(String[] args) {
    int slow = 0;
    System.out.printf("%-26s %10s %10s %7s%n", "shape", "1 MB, ms", "4 MB, ms", "ratio");
    for (HostileShape shape : HostileShape.ALL) {
      double small = best(shape.text(LARGEST / 4));
      double large = best(shape.text(LARGEST));
      double ratio = large / small;
      // Below 5 ms the clock and the collector say more than the reader does.
      boolean bad = ratio > 5 && large > 5;
      slow += bad ? 1 : 0;
      System.out.printf(
          "%-26s %10.2f %10.2f %7.2f%s%n", shape, small, large, ratio, bad ? " SLOW" : "");
    }
    System.exit(slow == 0 ? 0 : 1);
  }

  private static double best(String text) {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      System.gc();
      long start = THREADS.getCurrentThreadCpuTime();
      try {
        JsonRepair.repair(text);
      } catch (InvalidOutputException e) {
        best = Math.min(best, (THREADS.getCurrentThreadCpuTime() - start) / 1e6);
      }
      best = Math.min(best, (THREADS.getCurrentThreadCpuTime() - start) / 1e6);
    }
    return best;
  }
}
