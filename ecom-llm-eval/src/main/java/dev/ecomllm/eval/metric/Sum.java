package dev.ecomllm.eval.metric;

/**
 * A sum in NumPy's order: by pairs of halves, eight at a time at the bottom. Whether a resampled
 * mean equals the sample's own decides the bias correction of a bootstrap, so rounding must agree
 * with the reference to the last bit.
 */
final class Sum {

  private static final int BLOCK = 128;

  private Sum() {}

  static double of(double[] values) {
    return of(values, 0, values.length);
  }

  private static double of(double[] values, int from, int n) {
    if (n < 8) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += values[from + i];
      }
      return sum;
    }
    if (n > BLOCK) {
      int half = n / 2;
      half -= half % 8;
      return of(values, from, half) + of(values, from + half, n - half);
    }
    double[] part = new double[8];
    int whole = n - n % 8;
    for (int i = 0; i < whole; i++) {
      part[i % 8] += values[from + i];
    }
    double sum =
        ((part[0] + part[1]) + (part[2] + part[3])) + ((part[4] + part[5]) + (part[6] + part[7]));
    for (int i = whole; i < n; i++) {
      sum += values[from + i];
    }
    return sum;
  }
}
