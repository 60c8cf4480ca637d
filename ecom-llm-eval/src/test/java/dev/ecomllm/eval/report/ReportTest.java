package dev.ecomllm.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecomllm.eval.dataset.Dataset;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.eval.metric.Resampling;
import dev.ecomllm.eval.score.ClassifyEvaluation;
import dev.ecomllm.eval.score.Evaluation;
import dev.ecomllm.eval.score.QaEvaluation;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  private static final String HOSTILE = "<script>alert(1)</script> \\\" onload=x & \\u0000 [x](y)";

  @TempDir Path folder;

  @Test
  void writesPageMarkdownAndJson() throws IOException {
    Report report = classified();

    report.write(folder.resolve("report"));

    assertThat(folder.resolve("report/report.html")).content().isEqualTo(report.html());
    assertThat(Files.readString(folder.resolve("report/report.md")))
        .contains("# Evaluation: classify", "| exactAccuracy | 0.3333 |", "| Model | m\\|1 |");
    JsonNode json = JsonLines.MAPPER.readTree(folder.resolve("report/report.json").toFile());
    assertThat(json.at("/figures/exactAccuracy/n").asInt()).isEqualTo(3);
    assertThat(json.at("/about/Model").asText()).isEqualTo("m|1");
    assertThat(json.path("worst")).hasSize(2);
  }

  @Test
  void theSameInputGivesTheSamePage() throws IOException {
    assertThat(classified().html()).isEqualTo(classified().html());
  }

  @Test
  void showsFiguresPlotsConfusionCallsAndWorstItems() throws IOException {
    String html = classified().html();

    assertThat(html)
        .contains("<caption>Figures</caption>")
        .contains("aria-label=\"Reliability diagram")
        .contains("Hierarchical F1 macro, ")
        .contains("Share right among the surest")
        .contains("<summary>Electronics <span class=\"count\">2 of 2 right</span></summary>")
        .contains("Instead of Hardware")
        .contains("Latency: median 30")
        .contains("Tokens: median 120")
        .contains(
            "<dt>Prompt</dt><dd><pre dir=\"auto\">[CLASSIFY] what?</pre>"
                .replace("</dt>", "</dt>\n"))
        .contains("<pre dir=\"auto\">Toys</pre>")
        .contains("50 milliseconds, 150 tokens of the prompt, 5 of the reply");
  }

  @Test
  void aDatasetIsAsGoodAsAFile() throws IOException {
    String fromFile = classified().html();
    Path gold = folder.resolve("gold.jsonl");
    Path predictions = folder.resolve("predictions.jsonl");
    Evaluation evaluation =
        ClassifyEvaluation.of(gold, predictions, Taxonomy.google(), new Resampling(20, 1, 0.95));

    assertThat(
            Report.of(evaluation)
                .withAbout(Map.of("Model", "m|1"))
                .withRows(Dataset.read(gold), predictions)
                .html())
        .isEqualTo(fromFile);
  }

  @Test
  void smallNumbersKeepTheirDigits() {
    assertThat(Histogram.figure(0)).isEqualTo("0");
    assertThat(Histogram.figure(0.012345)).isEqualTo("0.0123");
    assertThat(Histogram.figure(1.5)).isEqualTo("1.5");
    assertThat(Histogram.figure(99.96)).isEqualTo("100");
    assertThat(Histogram.figure(12_345.6)).isEqualTo("12346");
  }

  @Test
  void textOfProductsIsNoMarkup() throws IOException {
    String html = classified().html();

    assertThat(html)
        .doesNotContain("<script")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
        .doesNotContain("\u0000");
  }

  @Test
  void asksNothingOfTheNetwork() throws IOException {
    String html = classified().html();

    assertThat(html).contains("default-src 'none'").doesNotContain("src=\"", "url(", "@import");
    assertThat(Pattern.compile("href=\"(?!#)").matcher(html).find()).isFalse();
  }

  @Test
  void everyTagIsClosed() throws IOException {
    String html = classified().html();

    for (String tag : new String[] {"table", "details", "ul", "li", "div", "figure", "svg", "dl"}) {
      assertThat(count(html, "<" + tag + "[ >]")).as(tag).isEqualTo(count(html, "</" + tag + ">"));
    }
  }

  @Test
  void reportsQuestionsToo() throws IOException {
    Path gold = folder.resolve("gold");
    Path predictions = folder.resolve("predictions");
    Files.writeString(
        gold,
        "{\"id\":\"1\",\"question\":\"Warm?\",\"answers\":[\"yes\"],\"passages\":[{\"label\":2}]}\n");
    Files.writeString(
        predictions,
        "{\"id\":\"1\",\"answerable\":true,\"answer\":\"no\",\"confidence\":0.7,\"ranked\":[0]}\n");
    Evaluation evaluation = QaEvaluation.of(gold, predictions, new Resampling(20, 1, 0.95));

    assertThat(Report.of(evaluation).withRows(gold, predictions).html())
        .contains("share answerable", "Warm?", "<caption>Refusal</caption>")
        .doesNotContain("Confusion by branch");
  }

  private static long count(String html, String pattern) {
    return Pattern.compile(pattern).matcher(html).results().count();
  }

  private Report classified() throws IOException {
    Path gold = folder.resolve("gold.jsonl");
    Path predictions = folder.resolve("predictions.jsonl");
    Files.writeString(
        gold,
        """
        {"id":"1","title":"laptop","category":"Electronics > Computers > Laptops"}
        {"id":"2","title":"%s","category":"Electronics > Computers > Laptops"}
        {"id":"3","title":"hammer","category":"Hardware"}
        """
            .formatted(HOSTILE));
    Files.writeString(
        predictions,
        """
        {"id":"1","category":"Electronics > Computers > Laptops","confidence":0.9,"trace":{"millis":10,"promptTokens":100,"completionTokens":1}}
        {"id":"2","category":"Electronics > Computers","confidence":0.8,"trace":{"millis":30,"promptTokens":119,"completionTokens":1}}
        {"id":"3","category":"Toys & Games","confidence":0.3,"trace":{"prompt":"[CLASSIFY] what?","reply":"Toys","millis":50,"promptTokens":150,"completionTokens":5}}
        """);
    Evaluation evaluation =
        ClassifyEvaluation.of(gold, predictions, Taxonomy.google(), new Resampling(20, 1, 0.95));
    return Report.of(evaluation).withAbout(Map.of("Model", "m|1")).withRows(gold, predictions);
  }
}
