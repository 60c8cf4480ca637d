package dev.ecomllm.eval.metric;

import java.util.SplittableRandom;

/**
 * Draws from binomial distributions in constant time: by inversion where few successes are
 * expected, else by transformed rejection (Hörmann 1993, algorithm BTRS).
 */
final class Binomial {

  /** ln k! minus Stirling's approximation of it, for k from 0. */
  private static final double[] STIRLING_TAIL = {
    0.0810614667953272, 0.0413406959554092, 0.0276779256849983, 0.02079067210376509,
    0.0166446911898211, 0.0138761288230707, 0.0118967099458917, 0.0104112652619720,
    0.00925546218271273, 0.00833056343336287
  };

  private Binomial() {}

  /** How often something of probability p happens in n trials. */
  static int draw(SplittableRandom random, int n, double p) {
    if (n == 0 || p <= 0) {
      return 0;
    }
    if (p >= 1) {
      return n;
    }
    if (p > 0.5) {
      return n - draw(random, n, 1 - p);
    }
    return n * p < 10 ? inverted(random, n, p) : rejected(random, n, p);
  }

  private static int inverted(SplittableRandom random, int n, double p) {
    double odds = p / (1 - p);
    double each = Math.pow(1 - p, n);
    double rest = random.nextDouble();
    int k = 0;
    while (rest > each && k < n) {
      rest -= each;
      k++;
      each *= (n - k + 1) * odds / k;
    }
    return k;
  }

  private static int rejected(SplittableRandom random, int n, double p) {
    double deviation = Math.sqrt(n * p * (1 - p));
    double b = 1.15 + 2.53 * deviation;
    double a = -0.0873 + 0.0248 * b + 0.01 * p;
    double alpha = (2.83 + 5.1 / b) * deviation;
    double odds = p / (1 - p);
    double mode = Math.floor((n + 1) * p);
    while (true) {
      double u = random.nextDouble() - 0.5;
      double v = random.nextDouble();
      double edge = 0.5 - Math.abs(u);
      double k = Math.floor((2 * a / edge + b) * u + n * p + 0.5);
      if (edge >= 0.07 && v <= 0.92 - 4.2 / b) {
        return (int) k;
      }
      if (k >= 0 && k <= n) {
        double bound =
            (mode + 0.5) * Math.log((mode + 1) / (odds * (n - mode + 1)))
                + (n + 1) * Math.log((n - mode + 1) / (n - k + 1))
                + (k + 0.5) * Math.log(odds * (n - k + 1) / (k + 1))
                + tail(mode)
                + tail(n - mode)
                - tail(k)
                - tail(n - k);
        if (Math.log(v * alpha / (a / (edge * edge) + b)) <= bound) {
          return (int) k;
        }
      }
    }
  }

  /** What Stirling's approximation of ln k! lacks. */
  static double tail(double k) {
    if (k < STIRLING_TAIL.length) {
      return STIRLING_TAIL[(int) k];
    }
    double next = k + 1;
    double square = next * next;
    return (1 / 12.0 - (1 / 360.0 - 1 / 1260.0 / square) / square) / next;
  }
}
