package dev.ecomllm.classify;

import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.client.TokenLogprobs;
import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.prompt.ProductText;
import dev.ecomllm.prompt.Prompt;
import dev.ecomllm.prompt.PromptTemplate;
import dev.ecomllm.task.Task;
import dev.ecomllm.taxonomy.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shows a product with lettered categories, and reads one letter: its token holds the probabilities
 * of all letters. Thread-safe.
 */
final class ShortlistTask implements Task<Shortlist, Choice> {

  static final PromptTemplate TEMPLATE =
      PromptTemplate.resource(ShortlistTask.class, "shortlist.txt");

  /** The most alternatives that servers give; a letter may take several tokens of one text. */
  private static final int TOP_LOGPROBS = 20;

  /** Enough for {@code Answer: **A**}, once a server has shown that it takes no constraint. */
  private static final int TOKENS_WHEN_ASKED_AGAIN = 16;

  /**
   * A letter on its own, as in {@code (B)} or {@code B: Laptops}; not the article in "A laptop".
   */
  private static final Pattern LETTER =
      Pattern.compile("^[\\s\"'`*(\\[]*([A-T])(?:[\\s\"'`*)\\].:]*$|[)\\].:]|\\s*[-\u2013:] )");

  private static final Pattern ANSWER_IS =
      Pattern.compile("(?i:letter|answer|category)\\W{1,4}(?i:is\\W{1,4})?([A-T])\\b");

  private final String taxonomy;
  private final int productCharacters;

  ShortlistTask(String taxonomy, int productCharacters) {
    this.taxonomy = taxonomy;
    this.productCharacters = productCharacters;
  }

  @Override
  public String name() {
    return "classify";
  }

  @Override
  public String productId(Shortlist input) {
    return input.product().id();
  }

  @Override
  public String version() {
    return taxonomy;
  }

  @Override
  public ModelRequest ask(Shortlist input) {
    return new ModelRequest(
        prompt(input, productCharacters),
        Labels.constraint(input.categories().size()),
        1,
        0,
        TOP_LOGPROBS);
  }

  static Prompt prompt(Shortlist input, int productCharacters) {
    List<Category> categories = input.categories();
    StringBuilder lines = new StringBuilder(80 * (categories.size() + 1));
    for (int i = 0; i < categories.size(); i++) {
      lines.append(Labels.letter(i)).append(": ").append(categories.get(i).path()).append('\n');
    }
    lines.append(Labels.letter(categories.size())).append(": none of these");
    return Prompt.of(
        TEMPLATE.fill(
            Map.of(
                "categories",
                lines.toString(),
                "product",
                ProductText.fenced(input.product(), productCharacters))));
  }

  @Override
  public Choice read(Shortlist input, ModelReply reply) {
    int categories = input.categories().size();
    for (TokenLogprobs token : reply.tokens()) {
      if (Labels.index(token.token(), categories) >= 0) {
        return choice(token, categories);
      }
      if (!token.token().isBlank()) {
        break;
      }
    }
    int index = index(reply.text(), input.categories());
    if (index < 0) {
      throw new InvalidOutputException(
          "expected one letter from A to " + Labels.letter(categories), reply.text());
    }
    return Choice.unsure(index);
  }

  @Override
  public Optional<ModelRequest> askAgain(
      Shortlist input, ModelRequest asked, InvalidOutputException problem) {
    String objection =
        "That is not one of the letters. Answer with one letter from A to "
            + Labels.letter(input.categories().size())
            + " and nothing else.";
    return Optional.of(
        new ModelRequest(
            asked.prompt().then(problem.output(), objection),
            asked.constraint(),
            TOKENS_WHEN_ASKED_AGAIN,
            0,
            TOP_LOGPROBS));
  }

  /** Adds up the tokens of each letter; without a constraint others are among them, and go. */
  private static Choice choice(TokenLogprobs token, int categories) {
    int chosen = Labels.index(token.token(), categories);
    double[] probabilities = new double[categories + 1];
    double sum = 0;
    for (TokenLogprobs.Alternative alternative : token.top()) {
      int index = Labels.index(alternative.token(), categories);
      if (index >= 0 && alternative.logprob() <= 0.01) { // rounding may lift it above 0
        double probability = Math.exp(Math.min(0, alternative.logprob()));
        probabilities[index] += probability;
        sum += probability;
      }
    }
    if (!(sum > 0)) {
      return Choice.unsure(chosen);
    }
    List<Double> normalised = new ArrayList<>(probabilities.length);
    for (double probability : probabilities) {
      normalised.add(probability / sum);
    }
    return Choice.best(normalised);
  }

  /** What a server without constraints writes: a letter with trimmings, or the category itself. */
  private static int index(String text, List<Category> categories) {
    for (Pattern pattern : List.of(LETTER, ANSWER_IS)) {
      Matcher letter = pattern.matcher(text);
      if (letter.find()) {
        return Labels.index(letter.group(1), categories.size());
      }
    }
    String plain = text.strip().toLowerCase(Locale.ROOT);
    if (plain.startsWith("none of these")) {
      return categories.size();
    }
    for (int i = 0; i < categories.size(); i++) {
      if (plain.equals(categories.get(i).path().toString().toLowerCase(Locale.ROOT))) {
        return i;
      }
    }
    return -1;
  }
}
