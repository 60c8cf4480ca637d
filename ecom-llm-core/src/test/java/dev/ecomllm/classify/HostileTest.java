package dev.ecomllm.classify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.client.TokenLogprobs;
import dev.ecomllm.engine.TaskRunner;
import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.product.Product;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a product or a model says, the answer is a node of the tree or an error. */
class HostileTest {

  private static final Taxonomy TREE = Taxonomy.google();
  private static final Category SHOES = TREE.require(187);
  private static final List<Category> CANDIDATES =
      List.of(TREE.require(328), SHOES, TREE.require(1239));
  private static final ClassifierOptions OPTIONS = ClassifierOptions.defaults();
  private static final PathTask PATHS = new PathTask(OPTIONS);

  @Test
  void noReplyMakesACategoryThatIsNotInTheTree() {
    Random random = new Random(2026);
    ShortlistTask letters = new ShortlistTask(TREE.identity(), 100);
    Product product = Product.of("sku-1", "Shoes");
    int answered = 0;
    for (int i = 0; i < 100_000; i++) {
      ModelReply reply = reply(random);
      try {
        PathAnswer answer = PATHS.read(product, reply);
        answered++;
        assertThat(TREE.require(answer.category().id())).isSameAs(answer.category());
        if (answer.known()) {
          Distribution distribution = answer.distribution();
          assertThat(distribution.mass(answer.category())).isBetween(0.0, 1.0);
        }
      } catch (InvalidOutputException expected) {
        assertThat(expected.output()).isEqualTo(reply.text());
      }
      Shortlist shortlist = new Shortlist(product, some(random));
      try {
        Choice choice = letters.read(shortlist, reply);
        answered++;
        assertThat(choice.index()).isBetween(0, shortlist.categories().size());
        if (choice.known()) {
          assertThat(choice.probabilities()).hasSize(shortlist.categories().size() + 1);
          assertThat(choice.probabilities().stream().mapToDouble(p -> p).sum())
              .isBetween(1 - 1e-9, 1 + 1e-9);
        }
      } catch (InvalidOutputException expected) {
        assertThat(expected.output()).isEqualTo(reply.text());
      }
    }
    // neither never nor always, or the test says nothing
    assertThat(answered).isBetween(20_000, 180_000);
  }

  @ParameterizedTest
  @MethodSource("titles")
  void noTitleChangesTheFormOfTheQuestion(String title) {
    for (ModelRequest request : questions(Product.of("sku-1", title))) {
      String text = request.prompt().messages().get(0).text();
      String plain =
          questions(Product.of("sku-1", "Shoes")).stream()
              .filter(q -> q.maxTokens() == request.maxTokens())
              .findFirst()
              .orElseThrow()
              .prompt()
              .messages()
              .get(0)
              .text();

      assertThat(request.prompt().messages()).hasSize(1);
      assertThat(text.lines().count()).isEqualTo(plain.lines().count());
      assertThat(text).startsWith(plain.substring(0, plain.indexOf("title: ")));
      assertThat(text).endsWith(plain.substring(plain.indexOf("\n</product>\n\n")));
      String data = text.substring(text.indexOf("title: "), text.lastIndexOf("\n</product>"));
      assertThat(data)
          .doesNotContain("<product", "</product", "<|", "<s>", "</s>", "<<SYS")
          .doesNotContain("[INST]", "[/INST]", "[CLASSIFY]", "[EXTRACT]", "\u0000", "\u202e");
    }
  }

  @ParameterizedTest
  @MethodSource("titles")
  void noTitleChangesTheFormOfTheAnswer(String title) {
    Product hostile = Product.of("sku-1", title);
    StubModel honest = StubModel.of(Map.of(SHOES.path().toString(), 0.95, StubModel.NONE, 0.05));
    ModelClient parrot = ModelClient.of("parrot", (r, t) -> ModelReply.of(title, "parrot"));
    CandidateSource source = ModelClassifierTest.source(CANDIDATES);

    assertThat(ModelClassifier.of(TaskRunner.of(honest), OPTIONS, source).classify(hostile))
        .isEqualTo(
            ModelClassifier.of(TaskRunner.of(honest), OPTIONS, source)
                .classify(Product.of("sku-1", "Shoes")));
    TaskRunner obedient = TaskRunner.of(parrot);
    List<Supplier<Category>> answers =
        List.of(
            () -> ModelClassifier.of(obedient, OPTIONS, source).classify(hostile).category(),
            () -> obedient.run(PATHS, hostile).category());
    for (Supplier<Category> answer : answers) {
      try {
        Category category = answer.get();
        assertThat(TREE.require(category.id())).isSameAs(category);
      } catch (InvalidOutputException expected) {
        assertThat(expected.productId()).isEqualTo("sku-1");
      }
    }
  }

  private static List<ModelRequest> questions(Product product) {
    return List.of(
        new ShortlistTask(TREE.identity(), 1_500).ask(Shortlist.of(product, CANDIDATES)),
        PATHS.ask(product));
  }

  static Stream<String> titles() {
    List<String> titles =
        ShortlistTaskTest.golden("hostile-titles.txt").lines().map(HostileTest::unescape).toList();
    assertThat(titles).hasSizeGreaterThanOrEqualTo(50);
    return titles.stream();
  }

  private static String unescape(String line) {
    return Pattern.compile("\\\\u(....)")
        .matcher(line)
        .replaceAll(m -> Matcher.quoteReplacement(unicode(m.group(1))))
        .replace("\\n", "\n");
  }

  private static String unicode(String hex) {
    return String.valueOf((char) Integer.parseInt(hex, 16));
  }

  private static List<Category> some(Random random) {
    int from = random.nextInt(TREE.size() - 19);
    return TREE.categories().subList(from, from + 1 + random.nextInt(19));
  }

  /** Letters, paths, broken paths, titles and noise, with tokens that may say anything. */
  private static ModelReply reply(Random random) {
    String path = TREE.categories().get(random.nextInt(TREE.size())).path().toString();
    String text =
        switch (random.nextInt(8)) {
          case 0 -> String.valueOf((char) ('A' + random.nextInt(26)));
          case 1 -> path;
          case 2 -> broken(random, path);
          case 3 -> path + " > " + noise(random, 12);
          case 4 -> "{\"category\":\"" + broken(random, path) + "\"}";
          case 5 -> "Answer: " + (char) ('A' + random.nextInt(26));
          case 6 -> noise(random, 400);
          default -> noise(random, 3);
        };
    List<TokenLogprobs> tokens = new ArrayList<>();
    int pieces = random.nextInt(5);
    for (int i = 0; i < pieces; i++) {
      List<TokenLogprobs.Alternative> top = new ArrayList<>();
      for (int j = random.nextInt(21); j > 0; j--) {
        top.add(
            new TokenLogprobs.Alternative(
                random.nextBoolean() ? String.valueOf((char) ('A' + j)) : noise(random, 3),
                logprob(random)));
      }
      int length = text.length();
      String piece = text.substring(i * length / pieces, (i + 1) * length / pieces);
      tokens.add(
          new TokenLogprobs(
              random.nextInt(6) == 0 ? noise(random, 5) : piece, logprob(random), top));
    }
    return new ModelReply(
        text, ModelReply.Finish.OTHER, tokens, ModelReply.Usage.UNKNOWN, "hostile");
  }

  private static double logprob(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> -9999;
      case 1 -> 1e-7;
      case 2 -> Double.NEGATIVE_INFINITY;
      case 3 -> Double.NaN;
      default -> -8 * random.nextDouble();
    };
  }

  private static String broken(Random random, String path) {
    StringBuilder broken = new StringBuilder(path);
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(broken.length());
      if (random.nextBoolean()) {
        broken.setCharAt(at, (char) (' ' + random.nextInt(95)));
      } else if (broken.length() > 1) {
        broken.deleteCharAt(at);
      }
    }
    return broken.toString();
  }

  private static String noise(Random random, int most) {
    StringBuilder noise = new StringBuilder();
    for (int i = random.nextInt(most); i > 0; i--) {
      noise.append(
          random.nextInt(4) == 0
              ? (char) random.nextInt(0x10000)
              : (char) (' ' + random.nextInt(95)));
    }
    return noise.toString();
  }
}
