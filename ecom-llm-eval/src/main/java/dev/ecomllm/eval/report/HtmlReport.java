package dev.ecomllm.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.eval.score.Evaluation;
import dev.ecomllm.eval.score.Figure;
import dev.ecomllm.eval.score.ItemScores;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** The page. */
final class HtmlReport {

  /** A section with more figures is folded. */
  private static final int FOLDED = 16;

  private static final Pattern BOUNDARY =
      Pattern.compile("(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Z][a-z])");
  private static final Pattern CAPITALISED = Pattern.compile("\\b[A-Z][a-z]+");

  private final Evaluation evaluation;
  private final Map<String, String> about;
  private final List<ItemScores> worst;
  private final RecordedRows rows;
  private final Html page = new Html();

  HtmlReport(
      Evaluation evaluation, Map<String, String> about, List<ItemScores> worst, RecordedRows rows) {
    this.evaluation = evaluation;
    this.about = about;
    this.worst = worst;
    this.rows = rows;
  }

  String text() {
    String title = "Evaluation: " + evaluation.task();
    page.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
        .raw("style-src 'unsafe-inline'\">\n<meta name=\"color-scheme\" content=\"light dark\">\n")
        .element("title", title)
        .raw("<style>\n" + style() + "</style>\n</head>\n<body>\n")
        .raw("<a class=\"skip\" href=\"#figures\">Skip to the figures</a>\n")
        .raw("<header>\n")
        .element("h1", title);
    headline();
    page.raw("</header>\n<main id=\"figures\">\n");
    rows();
    evaluation.sections().forEach(this::section);
    new ConfidencePlots(evaluation).addTo(page);
    if (evaluation.task().equals("classify")) {
      confusion();
    }
    costs();
    worst();
    notes();
    return page.raw("</main>\n</body>\n</html>\n").toString();
  }

  private static String style() {
    try (InputStream in =
        Objects.requireNonNull(HtmlReport.class.getResourceAsStream("report.css"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void headline() {
    String main = Report.mainFigure(evaluation);
    boolean known =
        evaluation.sections().values().stream().anyMatch(section -> section.containsKey(main));
    if (known) {
      Figure figure = evaluation.figure(main);
      page.raw("<p class=\"headline\"><strong>")
          .text(number(figure.value()))
          .raw("</strong> ")
          .text(words(main) + ", " + interval(figure) + ", n = " + figure.n())
          .raw("</p>\n");
    }
    if (!about.isEmpty()) {
      page.raw("<dl>\n");
      about.forEach((name, value) -> page.element("dt", name).element("dd", value));
      page.raw("</dl>\n");
    }
  }

  private void rows() {
    page.element("h2", "Rows").table("Rows by kind", "Kind", "Rows");
    evaluation.rows().forEach((kind, count) -> page.row(words(kind), String.valueOf(count)));
    page.endTable();
  }

  private void section(String name, Map<String, Figure> figures) {
    if (figures.isEmpty()) {
      return;
    }
    String title = words(name);
    boolean folded = figures.size() > FOLDED;
    page.element("h2", title);
    if (folded) {
      page.raw("<details>").element("summary", figures.size() + " figures");
    }
    String level = Math.round(evaluation.confidence() * 100) + "% interval";
    page.table(title, "Figure", "Value", level, "n");
    boolean perGroup = name.startsWith("per") && !name.startsWith("perLevel");
    figures.forEach(
        (figure, value) -> {
          page.raw("<tr><th scope=\"row\">")
              .text(perGroup ? figure : words(figure))
              .raw("</th><td>")
              .text(number(value.value()))
              .raw("</td><td>")
              .text(interval(value) + " ")
              .raw(whiskers(value))
              .raw("</td><td>")
              .text(String.valueOf(value.n()))
              .raw("</td></tr>\n");
        });
    page.endTable();
    if (folded) {
      page.raw("</details>\n");
    }
  }

  /** The interval as a picture, for those who see; the numbers stand beside it. */
  private static String whiskers(Figure figure) {
    return String.format(
        Locale.ROOT,
        "<svg class=\"whiskers\" viewBox=\"-4 0 108 12\" aria-hidden=\"true\"><line class=\"grid\""
            + " x1=\"0\" y1=\"6\" x2=\"100\" y2=\"6\"/><line class=\"curve\" x1=\"%.1f\" y1=\"6\""
            + " x2=\"%.1f\" y2=\"6\"/><circle class=\"dot\" cx=\"%.1f\" cy=\"6\" r=\"3\"/></svg>",
        percent(figure.interval().low()),
        percent(figure.interval().high()),
        percent(figure.value()));
  }

  private static double percent(double share) {
    return 100 * Math.max(0, Math.min(1, share));
  }

  private void confusion() {
    Branch root = new Branch();
    for (ItemScores item : evaluation.items()) {
      root.add(item.expected(), item.answer());
    }
    page.element("h2", "Confusion by branch")
        .element(
            "p",
            "Of the products whose prediction is right down to the branch above: how many went into"
                + " the right branch, and where the others went. Branches with most mistakes"
                + " first.");
    branches(root);
  }

  private void branches(Branch parent) {
    page.raw("<ul class=\"tree\">\n");
    for (Map.Entry<String, Branch> child : parent.children()) {
      Branch branch = child.getValue();
      boolean leaf = branch.children().isEmpty() && branch.wrong().isEmpty();
      page.raw("<li>").raw(leaf ? "<span>" : "<details><summary>");
      page.text(child.getKey())
          .raw(" <span class=\"count\">")
          .text(branch.right() + " of " + branch.n() + " right")
          .raw("</span>")
          .raw(leaf ? "</span>" : "</summary>\n");
      if (!branch.wrong().isEmpty()) {
        page.table("Instead of " + child.getKey(), "Predicted", "Products");
        branch.wrong().forEach(each -> page.row(each.getKey(), String.valueOf(each.getValue())));
        page.endTable();
      }
      if (!branch.children().isEmpty()) {
        branches(branch);
      }
      page.raw(leaf ? "</li>\n" : "</details></li>\n");
    }
    page.raw("</ul>\n");
  }

  private void costs() {
    if (!rows.millis().isEmpty() || !rows.tokens().isEmpty()) {
      page.element("h2", "Time and tokens").raw("<div class=\"plots\">\n");
      Histogram.add(page, "Latency", "milliseconds", rows.millis());
      Histogram.add(page, "Tokens", "tokens of prompt and reply", rows.tokens());
      page.raw("</div>\n");
    }
  }

  private void worst() {
    if (worst.isEmpty()) {
      return;
    }
    page.element("h2", "Worst examples");
    for (ItemScores item : worst) {
      page.raw("<details class=\"item\"><summary>")
          .text(item.id() + ": " + shortened(item.expected()))
          .raw("</summary>\n<dl>\n");
      entry("Expected", item.expected());
      entry("Answer", item.answer().isEmpty() ? "(none)" : item.answer());
      item.stated().ifPresent(stated -> entry("Confidence", number(stated.score())));
      ObjectNode asked = rows.asked().get(item.id());
      if (asked != null) {
        entry("Asked about", asked.toPrettyString());
      }
      ObjectNode answered = rows.answered().get(item.id());
      if (answered != null) {
        JsonNode trace = answered.path("trace");
        if (trace.hasNonNull("prompt")) {
          entry("Prompt", trace.path("prompt").asText());
        }
        if (trace.hasNonNull("reply")) {
          entry("Reply", trace.path("reply").asText());
        }
        cost(trace);
        ObjectNode row = answered.deepCopy();
        row.remove("trace");
        row.remove("alternatives");
        entry("Prediction", row.toPrettyString());
      }
      page.raw("</dl></details>\n");
    }
  }

  private void cost(JsonNode trace) {
    List<String> parts = new ArrayList<>();
    if (trace.path("millis").isNumber()) {
      parts.add(Histogram.figure(trace.path("millis").asDouble()) + " milliseconds");
    }
    if (trace.path("promptTokens").isNumber() || trace.path("completionTokens").isNumber()) {
      parts.add(trace.path("promptTokens").asLong() + " tokens of the prompt");
      parts.add(trace.path("completionTokens").asLong() + " of the reply");
    }
    if (trace.path("calls").asInt() > 1) {
      parts.add(trace.path("calls").asInt() + " calls");
    }
    if (!parts.isEmpty()) {
      entry("Took", String.join(", ", parts));
    }
  }

  private void entry(String name, String value) {
    page.element("dt", name).raw("<dd><pre dir=\"auto\">").text(value).raw("</pre></dd>\n");
  }

  private static String shortened(String text) {
    int points = text.codePointCount(0, text.length());
    return points <= 80 ? text : text.substring(0, text.offsetByCodePoints(0, 79)) + "\u2026";
  }

  private void notes() {
    page.element("h2", "How to read this").raw("<ul>\n");
    evaluation.notes().forEach(note -> page.element("li", note));
    page.raw("</ul>\n");
  }

  /** {@code hierarchicalF1Macro} as {@code Hierarchical F1 macro}. */
  static String words(String name) {
    String spaced = BOUNDARY.matcher(name).replaceAll(" ");
    String lower =
        CAPITALISED.matcher(spaced).replaceAll(word -> word.group().toLowerCase(Locale.ROOT));
    return switch (lower) {
      case "ece" -> "Expected calibration error";
      case "brier" -> "Brier score";
      case "auroc", "mrr" -> lower.toUpperCase(Locale.ROOT);
      default -> lower.isEmpty() ? "" : upper(lower.substring(0, 1)) + lower.substring(1);
    };
  }

  private static String upper(String letter) {
    return letter.toUpperCase(Locale.ROOT);
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  static String interval(Figure figure) {
    return String.format(
        Locale.ROOT, "%.4f to %.4f", figure.interval().low(), figure.interval().high());
  }
}
