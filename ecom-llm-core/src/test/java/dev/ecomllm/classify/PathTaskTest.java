package dev.ecomllm.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ecomllm.classify.Classification.Alternative;
import dev.ecomllm.client.Constraint;
import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.client.TokenLogprobs;
import dev.ecomllm.engine.TaskRunner;
import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.product.Product;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathTaskTest {

  private static final Taxonomy TREE = Taxonomy.google();
  private static final Category ELECTRONICS = TREE.require(222);
  private static final Category COMPUTERS = TREE.require(278);
  private static final Category LAPTOPS = TREE.require(328);
  private static final Product PRODUCT =
      Product.of("sku-1", "Apple MacBook Pro 14-inch M3 Pro chip 18GB RAM")
          .withBrand("Apple")
          .withDescription("A laptop for work.\nSpace black.");

  private static final PathTask TASK = new PathTask(ClassifierOptions.defaults());

  @Test
  void thePromptIsTheGoldenOne() {
    ModelRequest request = TASK.ask(PRODUCT);

    assertThat(request.prompt().messages().get(0).text())
        .isEqualTo(ShortlistTaskTest.golden("path.golden.txt"));
    assertThat(request.constraint()).isInstanceOf(Constraint.Grammar.class);
    assertThat(request.constraint()).isSameAs(TASK.ask(Product.of("x", "Duck")).constraint());
    assertThat(
            new PathTask(ClassifierOptions.defaults().withTreeGrammar(false))
                .ask(PRODUCT)
                .constraint())
        .isEqualTo(Constraint.none());
  }

  @Test
  void theShopsOwnTreeIsNotGoogles() {
    Taxonomy own = Taxonomy.read(new StringReader("1 - Hats\n2 - Hats > Caps"), "own.txt");
    PathTask task = new PathTask(ClassifierOptions.defaults().withTaxonomy(own));

    assertThat(task.ask(PRODUCT).prompt().messages().get(0).text()).contains("the shop's");
    assertThat(task.read(PRODUCT, ModelReply.of("hats > caps", "m")).category())
        .isEqualTo(own.require(2));
    assertThat(((Constraint.Grammar) task.ask(PRODUCT).constraint()).ebnf())
        .isEqualTo("root ::= \"Hats\" (\" > \" n1)?\nn1 ::= \"Caps\"\n");
  }

  @Test
  void theGrammarOfGooglesTreeHasARuleForEachInnerNode() {
    String ebnf = ((Constraint.Grammar) TASK.ask(PRODUCT).constraint()).ebnf();

    long inner = TREE.categories().stream().filter(c -> !TREE.isLeaf(c)).count();
    assertThat(ebnf.lines().count()).isEqualTo(inner + 1);
    assertThat(ebnf.length()).isLessThan(250_000);
    assertThat(ebnf.contains("n278 ::= \"")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "Electronics > Computers > Laptops|328",
        " Electronics > Computers > Laptops\\n|328",
        "Category: Electronics > Computers > Laptops|328",
        "~\"Electronics > Computers > Laptops\"~|328",
        "**Electronics > Computers > Laptops**|328",
        "{\"category\": \"Electronics > Computers > Laptops\"}|328",
        "```\\nElectronics > Computers > Laptops\\n```|328",
        "The category is:\\nElectronics > Computers > Laptops|328",
        "328 - Electronics > Computers > Laptops|328",
        "Electronics>Computers>Laptops|328",
        "electronics / computers / laptops|328",
        "Electronics > Laptops|328",
        "Electronics > Computers > Portable > Laptops|328",
        "Electronics > Computers > Gaming Notebooks|278",
        "Laptops|328",
        "Apparel and Accessories > Shoes|187",
        "Electronics > Computers > Laptop|328"
      })
  void whatIsWrittenIsSnappedToTheTree(String text, long id) {
    PathAnswer answer = TASK.read(PRODUCT, ModelReply.of(text.replace("\\n", "\n"), "m"));

    assertThat(answer.category().id()).isEqualTo(id);
    assertThat(answer.known()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "I don't know", "{}", "> > >", "Zzyzx > Qqq", "\u0000\uFFFF"})
  void whatMeansNoNodeIsInvalidAndAskedAgain(String text) {
    assertThatThrownBy(() -> TASK.read(PRODUCT, ModelReply.of(text, "m")))
        .isInstanceOfSatisfying(
            InvalidOutputException.class,
            problem -> {
              assertThat(problem.output()).isEqualTo(text);
              assertThat(problem).hasMessageContaining("google 2021-09-21");
              ModelRequest again = TASK.askAgain(PRODUCT, TASK.ask(PRODUCT), problem).orElseThrow();
              assertThat(again.prompt().messages()).hasSize(3);
            });
  }

  @Test
  void confidenceComesFromTheTokensLevelByLevel() {
    PathAnswer answer =
        TASK.read(
            PRODUCT,
            reply(
                "Elect",
                0.99,
                "ronics",
                1.0,
                " >",
                1.0,
                " Computers",
                0.9,
                " >",
                0.95,
                " Lap",
                0.8,
                "tops",
                1.0));

    assertThat(answer.levels()).hasSize(3);
    assertThat(answer.levels().get(0)).isCloseTo(0.99, within(1e-9));
    assertThat(answer.levels().get(1)).isCloseTo(0.99 * 0.9, within(1e-9));
    assertThat(answer.levels().get(2)).isCloseTo(0.99 * 0.9 * 0.95 * 0.8, within(1e-9));
  }

  @Test
  void aSnappedPathLosesConfidence() {
    // one name too many: 2 * 3 / (4 + 3)
    PathAnswer answer =
        TASK.read(
            PRODUCT,
            reply("Electronics > Computers", 0.9, " > Whatever Else It May Be > Laptops", 0.7));

    assertThat(answer.category()).isEqualTo(LAPTOPS);
    assertThat(answer.levels().get(1)).isCloseTo(0.9, within(1e-9));
    assertThat(answer.levels().get(2)).isCloseTo(0.63 * 6 / 7, within(1e-9));
  }

  @Test
  void namesThatWereNotWrittenHaveNoMoreThanTheNodeItself() {
    PathAnswer answer = TASK.read(PRODUCT, reply("Laptops", 0.8));

    assertThat(answer.levels()).containsOnly(0.8 * 0.5);
  }

  @Test
  void theDeepestSureLevelIsDecided() {
    ModelReply reply = reply("Electronics > Computers", 0.95, " > Laptops", 0.5);
    ModelClassifier classifier =
        ModelClassifier.of(
            TaskRunner.of(ModelClient.of("m", (request, timeout) -> reply)),
            ClassifierOptions.defaults().withPolicy(DecisionPolicy.atLeast(0.9)));
    Classification answer = classifier.classify(PRODUCT);

    assertThat(answer.category()).isEqualTo(LAPTOPS);
    assertThat(answer.confidence().getAsDouble()).isCloseTo(0.475, within(1e-9));
    assertThat(answer.decision()).isEqualTo(Decision.ANCESTOR);
    assertThat(answer.decided()).contains(COMPUTERS);
    assertThat(answer.decidedConfidence().getAsDouble()).isCloseTo(0.95, within(1e-9));
    assertThat(answer.alternatives().stream().map(Alternative::category))
        .containsExactly(LAPTOPS, COMPUTERS, ELECTRONICS);
    assertThat(answer.alternatives().get(1).confidence()).isEqualTo(OptionalDouble.empty());
    assertThat(answer.alternatives().get(1).modelScore().getAsDouble())
        .isCloseTo(Math.log(0.95), within(1e-9));
  }

  @Test
  void withoutLogprobsTheConfidenceIsAbsent() {
    ModelClassifier classifier =
        ModelClassifier.of(
            TaskRunner.of(
                ModelClient.of(
                    "m",
                    (request, timeout) -> ModelReply.of("Electronics > Computers > Laptops", "m"))),
            ClassifierOptions.defaults());
    Classification answer = classifier.classify(PRODUCT);

    assertThat(answer.category()).isEqualTo(LAPTOPS);
    assertThat(answer.confidence()).isEmpty();
    assertThat(answer.decision()).isEqualTo(Decision.REVIEW);
  }

  /** A reply of tokens with their probabilities. */
  private static ModelReply reply(Object... tokens) {
    List<TokenLogprobs> list = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < tokens.length; i += 2) {
      list.add(new TokenLogprobs((String) tokens[i], Math.log((Double) tokens[i + 1]), List.of()));
      text.append(tokens[i]);
    }
    return new ModelReply(
        text.toString(), ModelReply.Finish.STOP, list, ModelReply.Usage.UNKNOWN, "m");
  }
}
