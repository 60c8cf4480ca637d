package dev.ecomllm.eval.report;

import dev.ecomllm.eval.score.Evaluation;
import java.util.Map;

/** The figures as Markdown tables. */
final class MarkdownReport {

  private final Evaluation evaluation;
  private final Map<String, String> about;

  MarkdownReport(Evaluation evaluation, Map<String, String> about) {
    this.evaluation = evaluation;
    this.about = about;
  }

  String text() {
    StringBuilder out = new StringBuilder("# Evaluation: " + evaluation.task() + "\n");
    if (!about.isEmpty()) {
      out.append("\n| about | |\n|---|---|\n");
      about.forEach((name, value) -> row(out, name, value));
    }
    out.append("\n| rows | |\n|---|---:|\n");
    evaluation.rows().forEach((kind, count) -> row(out, kind, String.valueOf(count)));
    evaluation
        .sections()
        .forEach(
            (section, figures) -> {
              if (!figures.isEmpty()) {
                out.append("\n## ").append(cell(section)).append("\n\n| figure | value | ");
                out.append(Math.round(evaluation.confidence() * 100)).append("% interval | n |\n");
                out.append("|---|---:|---:|---:|\n");
                figures.forEach(
                    (name, figure) ->
                        row(
                            out,
                            name,
                            HtmlReport.number(figure.value()),
                            HtmlReport.interval(figure),
                            String.valueOf(figure.n())));
              }
            });
    out.append('\n');
    evaluation.notes().forEach(note -> out.append("- ").append(cell(note)).append('\n'));
    return out.toString();
  }

  private static void row(StringBuilder out, String... cells) {
    for (String each : cells) {
      out.append("| ").append(cell(each)).append(' ');
    }
    out.append("|\n");
  }

  /** On one line, and without what ends a cell or starts markup. */
  private static String cell(String text) {
    return Html.escape(text)
        .replaceAll("\\s+", " ")
        .replace("\\", "\\\\")
        .replace("|", "\\|")
        .replace("`", "\\`")
        .replace("[", "\\[");
  }
}
