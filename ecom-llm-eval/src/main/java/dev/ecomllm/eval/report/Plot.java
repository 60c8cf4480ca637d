package dev.ecomllm.eval.report;

import java.util.List;
import java.util.Locale;

/**
 * Plots as inline SVG: both axes from 0 to 1 unless said otherwise. Colours come from the page's
 * style, so that they follow light and dark; what a plot shows stands beside it as a table.
 */
final class Plot {

  private static final int WIDTH = 360;
  private static final int HEIGHT = 260;
  private static final int LEFT = 48;
  private static final int RIGHT = 12;
  private static final int TOP = 12;
  private static final int BOTTOM = 44;

  private final StringBuilder svg = new StringBuilder();

  /**
   * Starts a plot.
   *
   * @param label what it shows, for those who don't see it
   */
  Plot(String label, String x, String y, String xEnd, String yEnd) {
    svg.append(
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n"
                .formatted(WIDTH, HEIGHT, Html.escape(label)))
        .append("<g class=\"axis\">\n");
    for (int i = 0; i <= 4; i++) {
      line("grid", i / 4.0, 0, i / 4.0, 1);
      line("grid", 0, i / 4.0, 1, i / 4.0);
    }
    line("frame", 0, 0, 1, 0);
    line("frame", 0, 0, 0, 1);
    svg.append("</g>\n");
    label(LEFT, HEIGHT - 26, "start", "0");
    label(WIDTH - RIGHT, HEIGHT - 26, "end", xEnd);
    label(LEFT - 6, HEIGHT - BOTTOM, "end", "0");
    label(LEFT - 6, TOP + 8, "end", yEnd);
    label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "middle", x);
    svg.append(
        "<text transform=\"translate(14 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>\n"
            .formatted((TOP + HEIGHT - BOTTOM) / 2, Html.escape(y)));
  }

  /** A straight line. */
  Plot line(String kind, double x1, double y1, double x2, double y2) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
            kind,
            x(x1),
            y(y1),
            x(x2),
            y(y2)));
    return this;
  }

  /** A curve through points, each x and y. */
  Plot curve(List<double[]> points) {
    svg.append("<polyline class=\"curve\" points=\"");
    for (double[] point : points) {
      svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point[0]), y(point[1])));
    }
    svg.append("\"/>\n");
    return this;
  }

  /** A dot. */
  Plot dot(double x, double y) {
    svg.append(
        String.format(
            Locale.ROOT, "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>\n", x(x), y(y)));
    return this;
  }

  /** A bar from the axis up. */
  Plot bar(double from, double to, double height) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n",
            x(from) + 0.5,
            y(height),
            Math.max(0, x(to) - x(from) - 1),
            y(0) - y(height)));
    return this;
  }

  @Override
  public String toString() {
    return svg + "</svg>\n";
  }

  private void label(int x, int y, String anchor, String text) {
    svg.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n"
            .formatted(x, y, anchor, Html.escape(text)));
  }

  private static double x(double share) {
    return LEFT + share * (WIDTH - LEFT - RIGHT);
  }

  private static double y(double share) {
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
  }
}
