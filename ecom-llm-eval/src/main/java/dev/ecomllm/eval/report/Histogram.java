package dev.ecomllm.eval.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;

/** How often values of each size occur. */
final class Histogram {

  private static final int BINS = 20;

  private Histogram() {}

  /** Adds one to the page, unless there are no values. */
  static void add(Html page, String title, String unit, List<Double> list) {
    double[] values = list.stream().mapToDouble(value -> value).toArray();
    if (values.length == 0) {
      return;
    }
    double largest = Arrays.stream(values).max().orElse(0);
    double width = largest > 0 ? largest / BINS : 1;
    int[] counts = new int[BINS];
    for (double value : values) {
      counts[Math.max(0, Math.min(BINS - 1, (int) (value / width)))]++;
    }
    int most = Arrays.stream(counts).max().orElse(1);
    Plot plot =
        new Plot(
            title + " of " + values.length + " rows", unit, "rows", figure(largest), "" + most);
    for (int b = 0; b < BINS; b++) {
      plot.bar((double) b / BINS, (b + 1.0) / BINS, (double) counts[b] / most);
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    ConfidencePlots.figure(
        page,
        plot,
        title
            + ": median "
            + figure(at(sorted, 0.5))
            + ", 95% below "
            + figure(at(sorted, 0.95))
            + ", 99% below "
            + figure(at(sorted, 0.99))
            + " "
            + unit
            + ".");
    page.table(title, "From " + unit, "Rows");
    for (int b = 0; b < BINS; b++) {
      page.row(figure(b * width), String.valueOf(counts[b]));
    }
    page.endTable().raw("</details></figure>\n");
  }

  private static double at(double[] sorted, double share) {
    return sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))];
  }

  /** To three digits, and all that stand before the point. */
  static String figure(double value) {
    int digits = Math.max(3, (int) Math.log10(Math.max(1, Math.abs(value))) + 1);
    return new BigDecimal(value)
        .round(new MathContext(digits))
        .stripTrailingZeros()
        .toPlainString();
  }
}
