package dev.ecomllm.client.langchain4j;

/**
 * How a server is told what its reply must look like. A server ignores the wrong dialect without a
 * word, so replies are checked in any case.
 */
public enum Dialect {
  /**
   * Asks the server, once, before the first request with a constraint: a reply that only a
   * constraint could bring about shows which dialect it obeys. Costs one short request on a current
   * vLLM.
   */
  AUTO,
  /** vLLM since 0.12: {@code structured_outputs}. */
  STRUCTURED_OUTPUTS,
  /** vLLM before: {@code guided_choice}, {@code guided_json}, {@code guided_grammar}. */
  GUIDED,
  /**
   * Most other servers: {@code response_format} with a JSON schema. Choices and grammars are not
   * sent.
   */
  RESPONSE_FORMAT,
  /** Constraints are not sent. */
  NONE
}
