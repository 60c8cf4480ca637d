package dev.ecomllm.client;

import dev.ecomllm.prompt.Prompt;
import java.util.Objects;

/**
 * One question to a model, complete: equal requests to one model get equal answers, as far as the
 * server is deterministic. Immutable.
 *
 * @param prompt what the model is shown
 * @param constraint what the reply must look like
 * @param maxTokens the longest reply, in tokens, at least 1
 * @param temperature 0 (the default) to 2
 * @param topLogprobs for how many alternatives of each token to return log-probabilities: 0 (none
 *     at all) to 20, the most that servers give
 */
public record ModelRequest(
    Prompt prompt, Constraint constraint, int maxTokens, double temperature, int topLogprobs) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public ModelRequest {
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(constraint, "constraint");
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens must be at least 1, not " + maxTokens);
    }
    if (!(temperature >= 0 && temperature <= 2)) {
      throw new IllegalArgumentException("temperature must be 0 to 2, not " + temperature);
    }
    if (topLogprobs < 0 || topLogprobs > 20) {
      throw new IllegalArgumentException("topLogprobs must be 0 to 20, not " + topLogprobs);
    }
  }

  /** A request at temperature 0, without constraint and without log-probabilities. */
  public static ModelRequest of(Prompt prompt, int maxTokens) {
    return new ModelRequest(prompt, Constraint.none(), maxTokens, 0, 0);
  }

  /** This request with another prompt. */
  public ModelRequest withPrompt(Prompt prompt) {
    return new ModelRequest(prompt, constraint, maxTokens, temperature, topLogprobs);
  }

  /** This request with another constraint. */
  public ModelRequest withConstraint(Constraint constraint) {
    return new ModelRequest(prompt, constraint, maxTokens, temperature, topLogprobs);
  }

  /** This request with log-probabilities of that many alternatives. */
  public ModelRequest withTopLogprobs(int topLogprobs) {
    return new ModelRequest(prompt, constraint, maxTokens, temperature, topLogprobs);
  }
}
