package dev.ecomllm.classify;

import dev.ecomllm.classify.PathSnap.Snapped;
import dev.ecomllm.client.Constraint;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.client.TokenLogprobs;
import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.product.Product;
import dev.ecomllm.prompt.ProductText;
import dev.ecomllm.prompt.Prompt;
import dev.ecomllm.prompt.PromptTemplate;
import dev.ecomllm.task.Task;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Asks for the path of a product's category, and finds the node that it means. Thread-safe. */
final class PathTask implements Task<Product, PathAnswer> {

  static final PromptTemplate TEMPLATE = PromptTemplate.resource(PathTask.class, "path.txt");

  /** The longest path of Google's tree takes 54. */
  private static final int MOST_TOKENS = 80;

  /** What stands around a path: {@code Category: "A > B"}, {@code {"category": "A > B"}}. */
  private static final Pattern BEFORE =
      Pattern.compile(
          "^[\\s{\"'`*#-]*(?:(?:category|path|answer)[\\s\"'`*]*[:=][\\s\"'`*]*)?(?:\\d+ - )?",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern AFTER = Pattern.compile("[\\s\"'`*.}]+$");

  private final ClassifierOptions options;
  private final Taxonomy taxonomy;
  private final Constraint constraint;
  private final PathSnap snap;

  PathTask(ClassifierOptions options) {
    this.options = options;
    taxonomy = options.taxonomy();
    constraint = options.treeGrammar() ? TreeGrammar.of(taxonomy) : Constraint.none();
    snap = new PathSnap(taxonomy);
  }

  @Override
  public String name() {
    return "classify";
  }

  @Override
  public String productId(Product product) {
    return product.id();
  }

  @Override
  public String version() {
    return taxonomy.identity();
  }

  @Override
  public ModelRequest ask(Product product) {
    return new ModelRequest(prompt(product, options), constraint, MOST_TOKENS, 0, 1);
  }

  static Prompt prompt(Product product, ClassifierOptions options) {
    boolean google = options.taxonomy().name().equals("google");
    return Prompt.of(
        TEMPLATE.fill(
            Map.of(
                "taxonomy",
                google ? "Google Product Taxonomy" : "the shop's",
                "product",
                ProductText.fenced(product, options.productCharacters()))));
  }

  @Override
  public PathAnswer read(Product product, ModelReply reply) {
    Snapped snapped =
        paths(reply.text()).stream()
            .flatMap(path -> snap.snap(path).stream())
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidOutputException(
                        "expected the path of a category of " + taxonomy, reply.text()));
    return new PathAnswer(snapped.category(), levels(snapped, reply.tokens()));
  }

  @Override
  public Optional<ModelRequest> askAgain(
      Product product, ModelRequest asked, InvalidOutputException problem) {
    String objection =
        "That is not the path of a category. Answer with the full path of one category, from the"
            + " top of the tree down, such as \""
            + example()
            + "\", and nothing else.";
    return Optional.of(asked.withPrompt(asked.prompt().then(problem.output(), objection)));
  }

  private String example() {
    return taxonomy.categories().stream()
        .filter(category -> category.depth() > 1)
        .findFirst()
        .orElse(taxonomy.roots().get(0))
        .path()
        .toString();
  }

  /** What may be a path: the lines that have several names, then any others. */
  private static List<String> paths(String text) {
    List<String> several = new ArrayList<>();
    List<String> others = new ArrayList<>();
    text.lines()
        .limit(20)
        .map(line -> AFTER.matcher(BEFORE.matcher(line).replaceFirst("")).replaceFirst(""))
        .filter(line -> !line.isBlank())
        .forEach(line -> (line.contains(">") ? several : others).add(line));
    several.addAll(others);
    return several;
  }

  /**
   * The probability down to each name: the product of the tokens that start before the name ends.
   * That of the node itself takes all tokens, times how surely the node is meant; a name that was
   * not written has no more than that.
   */
  private static List<Double> levels(Snapped snapped, List<TokenLogprobs> tokens) {
    if (tokens.isEmpty() || tokens.stream().anyMatch(token -> Double.isNaN(token.logprob()))) {
      return List.of();
    }
    StringBuilder written = new StringBuilder();
    List<Double> upTo = new ArrayList<>(); // the product up to each character's token
    double sum = 0;
    for (TokenLogprobs token : tokens) {
      sum += Math.min(0, token.logprob());
      for (int i = 0; i < token.token().length(); i++) {
        upTo.add(Math.exp(sum));
      }
      written.append(token.token());
    }
    Category category = snapped.category();
    double exactly = Math.exp(sum) * snapped.certainty();
    List<Double> levels = new ArrayList<>();
    int from = 0;
    for (String name : category.path().names().subList(0, category.depth() - 1)) {
      int at = from < 0 ? -1 : written.indexOf(name, from);
      from = at < 0 ? -1 : at + name.length();
      levels.add(from > 0 ? upTo.get(from - 1) : exactly);
    }
    levels.add(exactly);
    return levels;
  }
}
