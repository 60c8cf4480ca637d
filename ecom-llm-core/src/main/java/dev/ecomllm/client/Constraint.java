package dev.ecomllm.client;

import java.util.List;

/**
 * What the reply must look like. A server may ignore a constraint without a word, so whoever reads
 * a reply validates it all the same. The text of a constraint should depend on as little as
 * possible: servers compile each one once and keep it by its text.
 */
public sealed interface Constraint {

  /** No constraint. */
  static Constraint none() {
    return None.NONE;
  }

  /** Anything goes. */
  enum None implements Constraint {
    /** The one value. */
    NONE
  }

  /**
   * Exactly one of these texts.
   *
   * @param options at least one, none empty
   */
  record Choice(List<String> options) implements Constraint {
    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if there is no option, or an empty one
     */
    public Choice {
      options = List.copyOf(options);
      if (options.isEmpty() || options.contains("")) {
        throw new IllegalArgumentException("a choice needs options, none of them empty");
      }
    }
  }

  /**
   * A JSON document that fits a schema.
   *
   * @param name what to call it on the wire: letters, digits and underscores
   * @param schema the JSON schema, as text
   */
  record JsonSchema(String name, String schema) implements Constraint {}

  /**
   * A text of a grammar.
   *
   * @param ebnf in the GBNF notation that vLLM takes, with the rule {@code root}
   */
  record Grammar(String ebnf) implements Constraint {}
}
