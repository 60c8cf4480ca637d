package dev.ecomllm.observe;

/**
 * What a million tokens cost, in any one currency.
 *
 * @param prompt of a prompt, at least 0
 * @param cachedPrompt of a prompt that the server had cached, at least 0
 * @param completion of a reply, at least 0
 */
public record Prices(double prompt, double cachedPrompt, double completion) {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if one is less than 0
   */
  public Prices {
    if (!(prompt >= 0 && cachedPrompt >= 0 && completion >= 0)) {
      throw new IllegalArgumentException("a price must be at least 0");
    }
  }

  /** Prices where a cached prompt costs as much as any other. */
  public static Prices perMillionTokens(double prompt, double completion) {
    return new Prices(prompt, prompt, completion);
  }
}
