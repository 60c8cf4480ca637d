package dev.ecomllm.eval.report;

import dev.ecomllm.calibration.Observation;
import dev.ecomllm.eval.metric.CalibrationError;
import dev.ecomllm.eval.metric.CoverageAtPrecision;
import dev.ecomllm.eval.score.Evaluation;
import dev.ecomllm.eval.score.ItemScores;
import java.util.ArrayList;
import java.util.List;

/** What stated confidences are worth: reliability, and precision against coverage. */
final class ConfidencePlots {

  private static final int BINS = 10;

  /** A curve of a million points draws as well from so many. */
  private static final int MOST_POINTS = 400;

  private static final int LISTED = 20;

  private final double[] confidence;
  private final boolean[] right;
  private final String event;

  ConfidencePlots(Evaluation evaluation) {
    List<ItemScores> items = evaluation.items();
    confidence = new double[items.size()];
    right = new boolean[items.size()];
    event = evaluation.task().equals("qa") ? "answerable" : "right";
    for (int i = 0; i < confidence.length; i++) {
      confidence[i] = items.get(i).stated().map(Observation::score).orElse(Double.NaN);
      right[i] = items.get(i).stated().map(Observation::right).orElse(false);
    }
  }

  void addTo(Html page) {
    boolean known = false;
    for (double each : confidence) {
      known |= !Double.isNaN(each);
    }
    if (known) {
      page.element("h2", "Confidence").raw("<div class=\"plots\">\n");
      reliability(page);
      coverage(page);
      page.raw("</div>\n");
    }
  }

  private void reliability(Html page) {
    List<Observation> stated = new ArrayList<>();
    for (int i = 0; i < confidence.length; i++) {
      if (!Double.isNaN(confidence[i])) {
        stated.add(new Observation(confidence[i], right[i]));
      }
    }
    boolean[] so = new boolean[stated.size()];
    for (int i = 0; i < so.length; i++) {
      so[i] = stated.get(i).right();
    }
    List<CalibrationError.Bin> bins =
        CalibrationError.of(stated.stream().mapToDouble(Observation::score).toArray(), so, BINS)
            .bins();
    Plot plot =
        new Plot(
            "Reliability diagram: the share that is " + event + " against the stated confidence",
            "stated confidence",
            "share " + event,
            "1",
            "1");
    List<double[]> points = new ArrayList<>();
    for (CalibrationError.Bin bin : bins) {
      plot.bar((double) bin.bin() / BINS, (bin.bin() + 1.0) / BINS, bin.accuracy());
      points.add(new double[] {bin.meanConfidence(), bin.accuracy()});
    }
    plot.line("ideal", 0, 0, 1, 1).curve(points);
    points.forEach(point -> plot.dot(point[0], point[1]));
    figure(page, plot, "Reliability: on the dashed line, confidence is what it says.");
    page.table("Reliability by bin", "Confidence", "Mean", "Share " + event, "n");
    for (CalibrationError.Bin bin : bins) {
      page.row(
          "from " + (double) bin.bin() / BINS,
          HtmlReport.number(bin.meanConfidence()),
          HtmlReport.number(bin.accuracy()),
          String.valueOf(bin.count()));
    }
    page.endTable().raw("</details></figure>\n");
  }

  private void coverage(Html page) {
    List<CoverageAtPrecision.Point> curve = new CoverageAtPrecision(confidence, right).curve();
    Plot plot =
        new Plot(
            "Share " + event + " among the surest, against how many are kept",
            "coverage: share kept",
            "share " + event,
            "1",
            "1");
    plot.curve(
        thinned(curve, MOST_POINTS).stream()
            .map(point -> new double[] {point.coverage(), point.precision()})
            .toList());
    figure(page, plot, "Coverage and precision: what is kept at each threshold.");
    page.table("Coverage and precision by threshold", "Threshold", "Coverage", "Share " + event);
    for (CoverageAtPrecision.Point point : thinned(curve, LISTED)) {
      page.row(
          HtmlReport.number(point.threshold()),
          HtmlReport.number(point.coverage()),
          HtmlReport.number(point.precision()));
    }
    page.endTable().raw("</details></figure>\n");
  }

  /** Evenly spaced, with the first and the last. */
  private static <T> List<T> thinned(List<T> all, int most) {
    if (all.size() <= most) {
      return all;
    }
    List<T> some = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      some.add(all.get((int) ((long) i * (all.size() - 1) / (most - 1))));
    }
    return some;
  }

  /** Opens a figure and the details that hold its numbers; the caller closes both. */
  static void figure(Html page, Plot plot, String caption) {
    page.raw("<figure>\n")
        .raw(plot.toString())
        .element("figcaption", caption)
        .raw("<details>")
        .element("summary", "As a table");
  }
}
