package dev.ecomllm.qa;

import dev.ecomllm.client.TokenLogprobs;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** How sure a model was when it wrote whether the passages answer. */
final class Answerable {

  private static final Pattern BEFORE = Pattern.compile("\"?answerable\"?\\s*:\\s*\"?$");

  private Answerable() {}

  /** Of the two words, the share of "true"; empty where the server gave no probabilities. */
  static OptionalDouble probability(List<TokenLogprobs> tokens) {
    StringBuilder written = new StringBuilder();
    for (TokenLogprobs token : tokens) {
      if (BEFORE.matcher(written).find() && !token.token().isBlank()) {
        return share(token);
      }
      written.append(token.token());
    }
    return OptionalDouble.empty();
  }

  private static OptionalDouble share(TokenLogprobs token) {
    double yes = 0;
    double no = 0;
    for (TokenLogprobs.Alternative alternative : token.top()) {
      if (!(alternative.logprob() <= 0.01)) { // rounding may lift it above 0
        continue;
      }
      double probability = Math.exp(Math.min(0, alternative.logprob()));
      String word = alternative.token().strip().toLowerCase(Locale.ROOT);
      yes += begins("true", word) ? probability : 0;
      no += begins("false", word) ? probability : 0;
    }
    return yes + no > 0 ? OptionalDouble.of(yes / (yes + no)) : OptionalDouble.empty();
  }

  /** A tokenizer may cut the word short, or write the comma with it. */
  private static boolean begins(String word, String token) {
    return !token.isEmpty() && (word.startsWith(token) || token.startsWith(word));
  }
}
