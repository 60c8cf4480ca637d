package dev.ecomllm.client;

import java.util.List;

/**
 * One token of a reply, with how likely it and its alternatives were.
 *
 * @param token the token as text
 * @param logprob its natural log-probability, at most 0; servers write -9999 for "nearly
 *     impossible"
 * @param top the most likely tokens at this place, best first, usually with the chosen one among
 *     them; different tokens may have the same text
 */
public record TokenLogprobs(String token, double logprob, List<Alternative> top) {

  /** Copies. */
  public TokenLogprobs {
    top = List.copyOf(top);
  }

  /**
   * A token that could have stood there.
   *
   * @param token the token as text
   * @param logprob its natural log-probability, at most 0
   */
  public record Alternative(String token, double logprob) {}
}
