package dev.ecomllm.client;

import java.util.List;
import java.util.Objects;

/**
 * What a model answered. Immutable.
 *
 * @param text the answer, exactly as it came; {@code ""} where the server sent none
 * @param finish why the reply ended
 * @param tokens the reply's tokens with log-probabilities; empty if none were asked for, or the
 *     server gave none
 * @param usage what the call used
 * @param model who answered, as the server says
 */
public record ModelReply(
    String text, Finish finish, List<TokenLogprobs> tokens, Usage usage, String model) {

  /** Checks and copies. */
  public ModelReply {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(finish, "finish");
    tokens = List.copyOf(tokens);
    Objects.requireNonNull(usage, "usage");
    Objects.requireNonNull(model, "model");
  }

  /** A complete reply of nothing but text, as fakes and plain servers give it. */
  public static ModelReply of(String text, String model) {
    return new ModelReply(text, Finish.STOP, List.of(), Usage.UNKNOWN, model);
  }

  /** Why a reply ended. */
  public enum Finish {
    /** The model was done. */
    STOP,
    /** The reply was cut off at the most tokens allowed. */
    LENGTH,
    /** Something else, or the server does not say. */
    OTHER
  }

  /**
   * What a call used, in tokens; 0 where the server does not say.
   *
   * @param promptTokens of the prompt
   * @param cachedTokens of the prompt that the server had cached
   * @param completionTokens of the reply
   */
  public record Usage(int promptTokens, int cachedTokens, int completionTokens) {
    /** Nothing is known. */
    public static final Usage UNKNOWN = new Usage(0, 0, 0);
  }

  /** Who answered, and how long the answer is: text does not belong in logs. */
  @Override
  public String toString() {
    return "ModelReply[" + model + ", " + text.length() + " characters, " + finish + "]";
  }
}
