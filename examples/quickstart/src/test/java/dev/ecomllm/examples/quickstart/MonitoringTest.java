package dev.ecomllm.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecomllm.EcomLlm;
import dev.ecomllm.cache.ResponseCache;
import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.client.langchain4j.Dialect;
import dev.ecomllm.error.EcomLlmException;
import dev.ecomllm.eval.drift.DriftMonitor;
import dev.ecomllm.observe.micrometer.MicrometerListener;
import dev.ecomllm.product.Product;
import dev.ecomllm.rag.offline.EmbeddedEcomLlm;
import dev.ecomllm.testing.StubReply;
import dev.ecomllm.testing.StubVllm;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Every metric of ours in the dashboard and the alerts is one that we export, with those labels.
 */
class MonitoringTest {

  private static final Path MONITORING = Path.of("../monitoring");

  private static final Pattern OURS =
      Pattern.compile("\\b((?:ecomllm|gen_ai_client)_\\w+)(?:\\{([^}]*)})?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");
  private static final Pattern BY = Pattern.compile("\\bby \\(([^)]*)\\)");

  @Test
  void whatIsShownAndWatchedIsExported() throws IOException {
    String scraped = scrape();
    List<String> expressions = new ArrayList<>(dashboard());
    expressions.addAll(alerts());
    assertThat(expressions).hasSizeGreaterThan(20);

    int metrics = 0;
    for (String expression : expressions) {
      for (MatchResult used : OURS.matcher(expression).results().toList()) {
        metrics++;
        String name = used.group(1);
        Set<String> labels = labels(scraped, name);
        assertThat(scraped).as("the metric %s", name).containsPattern("(?m)^" + name + "[{ ]");
        if (used.group(2) != null) {
          LABEL
              .matcher(used.group(2))
              .results()
              .forEach(label -> assertThat(labels).as(name).contains(label.group(1)));
        }
      }
      // A label to group by must belong to one of the expression's metrics.
      Set<String> known = new LinkedHashSet<>();
      OURS.matcher(expression).results().forEach(m -> known.addAll(labels(scraped, m.group(1))));
      if (!known.isEmpty()) {
        BY.matcher(expression)
            .results()
            .flatMap(by -> List.of(by.group(1).split(",\\s*")).stream())
            .forEach(label -> assertThat(known).as(expression).contains(label));
      }
    }
    assertThat(metrics).isGreaterThan(20);
  }

  @Test
  void anUnknownMetricWouldBeSeen() throws IOException {
    assertThat(labels(scrape(), "ecomllm_retries_total"))
        .containsExactlyInAnyOrder("task", "model", "cause");
    assertThat(labels(scrape(), "ecomllm_no_such_total")).isEmpty();
  }

  /** All that can happen to a question, once. */
  private static String scrape() throws IOException {
    PrometheusMeterRegistry registry = WithMetrics.registry();
    EmbeddedEcomLlm embedded = EmbeddedEcomLlm.openByWords();
    try (StubVllm vllm = StubVllm.start().dialect(Dialect.NONE).answer("A");
        EcomLlm llm =
            EcomLlm.builder()
                .endpoint(vllm.endpoint())
                .model(vllm.model())
                .candidates(embedded.categories())
                .cache(ResponseCache.inMemory(1_000))
                .listener(new MicrometerListener(registry))
                .build()) {
      ProductClassifier classifier = llm.classifier();
      DriftMonitor drift =
          WithMetrics.monitor(registry, WithMetrics.reference(embedded.classifier()));
      WithMetrics.ask(classifier, drift);
      WithMetrics.ask(classifier, drift); // from the cache

      Product product = Product.of("x", "Stoneware mug, 300 ml");
      vllm.answerNext(StubReply.status(503));
      llm.classifier().classify(product);
      vllm.answer("no JSON at all");
      assertThatThrownBy(() -> llm.extractor().extract(product))
          .isInstanceOf(EcomLlmException.class);
      return registry.scrape();
    }
  }

  private static Set<String> labels(String scraped, String name) {
    Set<String> labels = new LinkedHashSet<>();
    Matcher line = Pattern.compile("(?m)^" + name + "\\{([^}]*)}").matcher(scraped);
    while (line.find()) {
      LABEL.matcher(line.group(1)).results().forEach(label -> labels.add(label.group(1)));
    }
    return labels;
  }

  private static List<String> dashboard() throws IOException {
    JsonNode json =
        new ObjectMapper().readTree(MONITORING.resolve("grafana/ecom-llm.json").toFile());
    List<String> expressions = new ArrayList<>(json.findValuesAsText("expr"));
    json.path("templating")
        .path("list")
        .forEach(each -> expressions.add(each.path("definition").asText()));
    return expressions;
  }

  /** The alerts' file as one text: names outside of expressions are none of ours. */
  private static List<String> alerts() throws IOException {
    return List.of(Files.readString(MONITORING.resolve("alerts.yml")).split("- alert: "));
  }
}
