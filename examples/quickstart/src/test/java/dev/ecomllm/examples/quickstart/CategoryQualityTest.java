package dev.ecomllm.examples.quickstart;

import static dev.ecomllm.eval.junit.EvaluationAssert.assertThat;
import static dev.ecomllm.eval.junit.Metrics.EXACT_ACCURACY;
import static dev.ecomllm.eval.junit.Metrics.HIERARCHICAL_F1;
import static dev.ecomllm.eval.junit.Metrics.TOP_LEVEL_ACCURACY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.eval.dataset.Case;
import dev.ecomllm.eval.dataset.Dataset;
import dev.ecomllm.eval.dataset.ProductRows;
import dev.ecomllm.eval.junit.DatasetSource;
import dev.ecomllm.eval.metric.Resampling;
import dev.ecomllm.eval.run.EvaluationRun;
import dev.ecomllm.eval.run.RunResult;
import dev.ecomllm.eval.run.Tracer;
import dev.ecomllm.eval.score.ClassifyEvaluation;
import dev.ecomllm.eval.score.Evaluation;
import dev.ecomllm.rag.offline.EmbeddedEcomLlm;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Are the categories good enough for our catalogue, and still as good as they were? To copy: put
 * your own labelled rows into {@code gold.jsonl}, choose your bounds, and write the baseline once
 * with {@code mvn test -Decomllm.baseline.update=true}.
 *
 * <p>With a model on a server instead of the embedded engine, record its replies once ({@code
 * EcomLlm.builder().client(RecordedReplies.record(client, file)).listener(tracer)}) and replay them
 * in the build.
 */
class CategoryQualityTest {

  private static final ProductClassifier CLASSIFIER = EmbeddedEcomLlm.open().classifier();

  @TempDir private static Path folder;
  private static Dataset gold;
  private static RunResult run;
  private static Evaluation evaluation;

  @BeforeAll
  static void classify() throws IOException {
    gold = Dataset.read(Path.of("src/test/resources/gold.jsonl"));
    run =
        EvaluationRun.classify(gold, CLASSIFIER)
            .traced(new Tracer())
            .askTwice(5)
            .run(folder.resolve("categories.jsonl"));
    assertThat(run.determinism().differing()).isEmpty();
    evaluation =
        ClassifyEvaluation.of(gold, run.predictions(), Taxonomy.google(), Resampling.DEFAULT);
  }

  @Test
  void categoriesAreGoodEnough() {
    assertThat(evaluation)
        .reportTo(Path.of("target/evaluation"), gold, run.predictions())
        .metric(HIERARCHICAL_F1)
        .lowerBound(0.95)
        .isAtLeast(0.75)
        .metric(TOP_LEVEL_ACCURACY)
        .isAtLeast(0.85);
  }

  @Test
  void noDepartmentIsForgotten() {
    assertThat(evaluation).slice("electronics").metric(HIERARCHICAL_F1).isAtLeast(0.6);
    assertThat(evaluation).slice("home").metric(HIERARCHICAL_F1).isAtLeast(0.6);
  }

  @Test
  void nothingGotWorse() {
    assertThat(evaluation)
        .allowingDrops(0.5, 0.1)
        .hasNoRegressionAgainst(
            Path.of("src/test/resources/baseline.jsonl"), HIERARCHICAL_F1, EXACT_ACCURACY);
  }

  @ParameterizedTest
  @DatasetSource(resource = "/gold.jsonl", slice = "bestseller")
  void bestsellersStandInTheRightDepartment(Case each) {
    Category category = CLASSIFIER.classify(ProductRows.read(each.row())).category();
    assertThat(each.object().path("category").asText()).startsWith(category.path().names().get(0));
  }
}
