package dev.ecomllm.eval.junit;

/**
 * Names of the figures that tests mostly ask for; any other name of {@link
 * dev.ecomllm.eval.score.ItemScores#points()} does as well. Each is better when higher.
 */
public final class Metrics {

  /** Classify: the mean over products of the hierarchical F1. */
  public static final String HIERARCHICAL_F1 = "hierarchicalF1Macro";

  /** Classify: the hierarchical F1 over all products. */
  public static final String HIERARCHICAL_F1_MICRO = "hierarchicalF1Micro";

  /** Classify: exactly the right category. */
  public static final String EXACT_ACCURACY = "exactAccuracy";

  /** Classify: the right top-level category. */
  public static final String TOP_LEVEL_ACCURACY = "topLevelAccuracy";

  /** Classify: decided (leaf or ancestor) categories that are right. */
  public static final String DECIDED_PRECISION = "decided.precision";

  /** Extract: F1 over all attributes of all products. */
  public static final String ATTRIBUTE_F1 = "f1Micro";

  /** Questions: answered where the passages answer, refused where they don't. */
  public static final String ANSWERABILITY_ACCURACY = "answerabilityAccuracy";

  /** Questions: the mean of SQuAD's F1. */
  public static final String SQUAD_F1 = "squadF1";

  /** Questions: the first passage answers. */
  public static final String HIT_AT_1 = "hitAt1";

  private Metrics() {}
}
