package dev.ecomllm.eval.score;

import java.util.Map;

/**
 * One example's own numbers, which comparisons pair by id.
 *
 * @param id the row's id
 * @param expected the truth, for a reader
 * @param answer what was answered, for a reader
 * @param scores by the figure's name, each 0 to 1
 */
public record ItemScores(String id, String expected, String answer, Map<String, Double> scores) {

  /** Copies. */
  public ItemScores {
    scores = Map.copyOf(scores);
  }
}
