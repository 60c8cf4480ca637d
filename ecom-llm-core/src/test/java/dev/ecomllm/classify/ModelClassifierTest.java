package dev.ecomllm.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.ecomllm.calibration.CalibrationScope;
import dev.ecomllm.calibration.FittedCalibration;
import dev.ecomllm.classify.Classification.Alternative;
import dev.ecomllm.classify.ClassifierOptions.Strategy;
import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.engine.TaskRunner;
import dev.ecomllm.product.Product;
import dev.ecomllm.prompt.TrainingExample;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModelClassifierTest {

  private static final Taxonomy TREE = Taxonomy.google();
  private static final Category COMPUTERS = TREE.require(278);
  private static final Category LAPTOPS = TREE.require(328);
  private static final Category DESKTOPS = TREE.require(325);
  private static final Category TOYS = TREE.require(1239);
  private static final Product PRODUCT = Product.of("sku-1", "MacBook Pro");
  private static final ClassifierOptions OPTIONS = ClassifierOptions.defaults();

  @Test
  void probabilitiesAreTheModelsToAMillionth() {
    Random random = new Random(4);
    for (int run = 0; run < 200; run++) {
      List<Category> categories = some(random, 1 + random.nextInt(19));
      Map<String, Double> truth = new HashMap<>();
      double sum = 0;
      for (Category category : categories) {
        double likelihood = Math.exp(3 * random.nextGaussian());
        truth.put(category.path().toString(), likelihood);
        sum += likelihood;
      }
      truth.put(StubModel.NONE, 1e-3);
      double total = sum + 1e-3;
      Classification answer = classify(StubModel.of(truth), OPTIONS, source(categories));

      assertThat(answer.alternatives()).hasSameSizeAs(categories);
      for (Alternative alternative : answer.alternatives()) {
        assertThat(alternative.confidence().getAsDouble())
            .isCloseTo(
                truth.getOrDefault(alternative.category().path().toString(), 0.0) / total,
                within(1e-6));
      }
      assertThat(answer.category()).isEqualTo(answer.alternatives().get(0).category());
    }
  }

  @Test
  void aSureAnswerTakesOneCallOfOneToken() {
    StubModel model =
        StubModel.of(Map.of(path(LAPTOPS), 0.95, path(DESKTOPS), 0.04, StubModel.NONE, 0.01));
    Classification answer = classify(model, OPTIONS, source(DESKTOPS, LAPTOPS));

    assertThat(answer.decision()).isEqualTo(Decision.LEAF);
    assertThat(answer.category()).isEqualTo(LAPTOPS);
    assertThat(answer.answeredBy()).isEqualTo("stub");
    assertThat(answer.alternatives().get(0).modelScore().getAsDouble())
        .isCloseTo(Math.log(0.95), within(1e-9));
    assertThat(answer.alternatives().get(0).retrieverScore()).hasValue(-1);
    assertThat(model.requests).hasSize(1);
    assertThat(model.requests.get(0).maxTokens()).isEqualTo(1);
  }

  @Test
  void noneOfTheseWidensTheSearchOnce() {
    List<Category> first = TREE.children(TOYS.equals(TREE.roots().get(0)) ? COMPUTERS : TOYS);
    List<Category> all = new ArrayList<>(first.subList(0, 3));
    all.add(LAPTOPS);
    StubModel model = StubModel.of(Map.of(path(LAPTOPS), 0.9, StubModel.NONE, 0.1));
    Classification answer = classify(model, OPTIONS.withCandidates(3), source(all));

    assertThat(model.requests).hasSize(2);
    assertThat(answer.category()).isEqualTo(LAPTOPS);
    // The first list has only "none of these", the second 0.9 of what is left.
    assertThat(answer.confidence().getAsDouble()).isCloseTo(0.9, within(1e-6));
    assertThat(answer.alternatives()).hasSize(4);
    assertThat(answer.alternatives().get(0).modelScore()).isEmpty();
  }

  @Test
  void thenTheTreeIsDescendedWideNodesInBatches() {
    Category truth = TREE.require(328);
    StubModel model =
        new StubModel(path -> path.equals(StubModel.NONE) ? 0.05 : onTheWay(path, truth) ? 1 : 0);
    Classification answer = classify(model, OPTIONS, source(TREE.children(TOYS).get(0)));

    assertThat(answer.category()).isEqualTo(truth);
    // three levels of which each leaves 1/1.05
    assertThat(answer.confidence().getAsDouble()).isCloseTo(Math.pow(1 / 1.05, 3), within(1e-6));
    assertThat(model.requests).hasSizeBetween(5, 20);
  }

  @Test
  void aDescentThatStopsMeansTheNodeItself() {
    StubModel model =
        new StubModel(
            path -> path.equals(StubModel.NONE) ? 0.5 : onTheWay(path, COMPUTERS) ? 1 : 0.001);
    Classification answer = classify(model, OPTIONS, source(TREE.children(TOYS).get(0)));

    assertThat(answer.category()).isEqualTo(COMPUTERS);
    assertThat(answer.decided()).isEmpty();
  }

  @Test
  void whatIsNowhereGoesToReview() {
    StubModel model = new StubModel(path -> path.equals(StubModel.NONE) ? 1 : 0.01);
    Classification answer =
        classify(model, OPTIONS.withPolicy(DecisionPolicy.atLeast(0)), source(LAPTOPS, DESKTOPS));

    assertThat(answer.decision()).isEqualTo(Decision.REVIEW);
    assertThat(answer.category()).isIn(LAPTOPS, DESKTOPS);
    // two lists of candidates would be one more; the top level takes two batches
    assertThat(model.requests).hasSize(3);
  }

  @Test
  void withoutCandidatesTheTreeIsSearched() {
    StubModel none = new StubModel(path -> path.equals(StubModel.NONE) ? 1 : 0.01);
    StubModel laptops =
        new StubModel(path -> path.equals(StubModel.NONE) ? 0.01 : onTheWay(path, LAPTOPS) ? 1 : 0);

    assertThat(classify(laptops, OPTIONS, source()).category()).isEqualTo(LAPTOPS);
    assertThat(classify(none, OPTIONS, source()).decision()).isEqualTo(Decision.REVIEW);
    assertThat(classify(none.withoutLogprobs(), OPTIONS, source()).decision())
        .isEqualTo(Decision.REVIEW);
  }

  @Test
  void withoutLogprobsTheConfidenceIsAbsentAndTheCallerDecides() {
    StubModel model =
        StubModel.of(Map.of(path(LAPTOPS), 0.95, StubModel.NONE, 0.01)).withoutLogprobs();
    Classification review = classify(model, OPTIONS, source(DESKTOPS, LAPTOPS));
    Classification taken =
        classify(
            model,
            OPTIONS.withPolicy(DecisionPolicy.atLeast(0.9).withWhenUnknown(Decision.LEAF)),
            source(DESKTOPS, LAPTOPS));

    assertThat(review.category()).isEqualTo(LAPTOPS);
    assertThat(review.confidence()).isEmpty();
    assertThat(review.score()).isEmpty();
    assertThat(review.decision()).isEqualTo(Decision.REVIEW);
    assertThat(taken.decided()).contains(LAPTOPS);
  }

  @Test
  void withoutLogprobsTheSearchWidensAllTheSame() {
    StubModel model =
        new StubModel(path -> path.equals(StubModel.NONE) ? 0.5 : onTheWay(path, LAPTOPS) ? 1 : 0)
            .withoutLogprobs();
    Classification answer = classify(model, OPTIONS, source(TOYS));

    assertThat(answer.category()).isEqualTo(LAPTOPS);
    assertThat(answer.confidence()).isEmpty();
    assertThat(answer.alternatives().get(1).category()).isEqualTo(TOYS);
  }

  @Test
  void theRetrieversScoreCountsAsTheCalibrationSays() {
    StubModel model =
        StubModel.of(Map.of(path(LAPTOPS), 0.4, path(DESKTOPS), 0.4, StubModel.NONE, 0.2));
    ModelClassifier plain = classifier(model, OPTIONS, source(DESKTOPS, LAPTOPS));
    FittedCalibration calibration =
        new FittedCalibration(
            plain.scope(), 1, Map.of(), Map.of("model", 1.0, "retriever", 2.0), Map.of());
    Classification answer =
        classifier(model, OPTIONS.withCalibration(calibration, 0.9), source(DESKTOPS, LAPTOPS))
            .classify(PRODUCT);

    // scores 0 and -1, so odds of e to the 2
    assertThat(answer.category()).isEqualTo(DESKTOPS);
    double desktops = answer.alternatives().get(0).confidence().getAsDouble();
    double laptops = answer.alternatives().get(1).confidence().getAsDouble();
    assertThat(desktops / laptops).isCloseTo(Math.exp(2), within(1e-6));
    assertThat(answer.decision()).isEqualTo(Decision.REVIEW);
  }

  @Test
  void averagingOverTwoOrdersTakesTheBiasAway() {
    // A model that likes the first letter whatever it stands for.
    StubModel biased =
        StubModel.of(Map.of(path(LAPTOPS), 2.0, path(DESKTOPS), 1.0)).likingTheFirst(3);
    Classification once = classify(biased, OPTIONS, source(DESKTOPS, LAPTOPS));
    Classification twice =
        classify(biased, OPTIONS.withBothOrders(true), source(DESKTOPS, LAPTOPS));

    assertThat(once.category()).isEqualTo(DESKTOPS);
    assertThat(twice.category()).isEqualTo(LAPTOPS);
  }

  @Test
  void calibrationsOfOtherAnswersAreRefused() {
    FittedCalibration other =
        new FittedCalibration(
            new CalibrationScope("classify", "other", "shortlist-0", "google 2021-09-21"),
            1,
            Map.of(),
            Map.of(),
            Map.of());
    TaskRunner runner = TaskRunner.of(StubModel.of(Map.of()));

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ModelClassifier.of(runner, OPTIONS.withCalibration(other, 0.95), source(LAPTOPS)))
        .withMessageContaining("other")
        .withMessageContaining("stub");
  }

  @Test
  void theStrategyMustHaveWhatItNeeds() {
    TaskRunner runner = TaskRunner.of(ModelClient.of("m", (r, t) -> ModelReply.of("x", "m")));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelClassifier.of(runner, OPTIONS.withStrategy(Strategy.SHORTLIST)))
        .withMessageContaining("candidate source");
    assertThat(ModelClassifier.of(runner, OPTIONS).scope().prompt()).startsWith("path-");
    assertThat(
            ModelClassifier.of(runner, OPTIONS.withStrategy(Strategy.PATH), source(LAPTOPS))
                .scope()
                .prompt())
        .startsWith("path-");
    assertThat(ModelClassifier.of(runner, OPTIONS, source(LAPTOPS)).scope().prompt())
        .startsWith("shortlist-");
  }

  @Test
  void aSourceOfAnotherTreeIsAnError() {
    CandidateSource other = source(Taxonomy.google("2019-07-10").require(328));

    assertThatIllegalStateException()
        .isThrownBy(() -> classify(StubModel.of(Map.of()), OPTIONS, other))
        .withMessageContaining("2019-07-10");
  }

  @Test
  void modelsAreTaughtWithTheQuestionsThatTheyAreAsked() {
    StubModel model = StubModel.of(Map.of(path(LAPTOPS), 1.0));
    List<Category> shown = List.of(LAPTOPS, TOYS, DESKTOPS);
    classify(model, OPTIONS, source(shown));
    TrainingExample letter = ClassifyTraining.shortlist(PRODUCT, shown, LAPTOPS, OPTIONS);
    TrainingExample none = ClassifyTraining.shortlist(PRODUCT, shown, COMPUTERS, OPTIONS);
    TrainingExample path = ClassifyTraining.path(PRODUCT, LAPTOPS, OPTIONS);

    assertThat(letter.prompt()).isEqualTo(model.requests.get(0).prompt());
    assertThat(letter.answer()).isEqualTo("B");
    assertThat(none.answer()).isEqualTo("D");
    assertThat(path.prompt()).isEqualTo(new PathTask(OPTIONS).ask(PRODUCT).prompt());
    assertThat(path.answer()).isEqualTo("Electronics > Computers > Laptops");
  }

  @Test
  void optionsCheckTheirRanges() {
    assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withCandidates(20));
    assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withCandidates(0));
    assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withProductCharacters(0));
    assertThat(OPTIONS.withTaxonomy(Taxonomy.google("2019-07-10")).taxonomy().version())
        .isEqualTo("2019-07-10");
  }

  static CandidateSource source(List<Category> categories) {
    return (product, limit) -> {
      List<Candidate> candidates = new ArrayList<>();
      for (Category category : categories.subList(0, Math.min(limit, categories.size()))) {
        candidates.add(new Candidate(category, -candidates.size()));
      }
      return candidates;
    };
  }

  private static CandidateSource source(Category... categories) {
    return source(List.of(categories));
  }

  private static ModelClassifier classifier(
      ModelClient model, ClassifierOptions options, CandidateSource source) {
    return ModelClassifier.of(TaskRunner.of(model), options, source);
  }

  private static Classification classify(
      ModelClient model, ClassifierOptions options, CandidateSource source) {
    return classifier(model, options, source).classify(PRODUCT);
  }

  private static boolean onTheWay(String path, Category truth) {
    return truth.path().toString().equals(path) || truth.path().toString().startsWith(path + " > ");
  }

  private static List<Category> some(Random random, int count) {
    Set<Category> some = new LinkedHashSet<>();
    while (some.size() < count) {
      some.add(TREE.categories().get(random.nextInt(TREE.size())));
    }
    return List.copyOf(some);
  }

  private static String path(Category category) {
    return category.path().toString();
  }
}
