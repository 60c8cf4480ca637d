package dev.ecomllm.rag.offline;

import dev.ecomllm.rag.embed.Embedder;
import dev.ecomllm.rag.embed.LangChain4jEmbedder;
import java.util.ArrayList;
import java.util.List;

/**
 * An embedding model as it is to be asked how well passages answer a question.
 *
 * @param embedder the model
 * @param question what it wants to read before a question
 * @param passage what it wants to read before a passage
 * @param spread the standard deviation of its similarities on the project's own questions, so that
 *     encoders of different scales count the same
 */
record Encoder(Embedder embedder, String question, String passage, double spread) {

  private static final double BGE_SPREAD = 0.0877;

  /** The encoder that everything else in the engine uses. */
  static Encoder bge(Embedder embedder) {
    return new Encoder(embedder, "", "", BGE_SPREAD);
  }

  /**
   * Three of different schools, which err on different passages.
   *
   * @throws IllegalStateException if one of the models is not on the class path
   */
  static List<Encoder> three(Embedder bge) {
    return List.of(
        bge(bge),
        new Encoder(LangChain4jEmbedder.e5SmallV2(), "query: ", "passage: ", 0.0354),
        new Encoder(LangChain4jEmbedder.allMiniLmL6V2(), "", "", 0.1673));
  }

  /** For each passage its mean similarity over the encoders, in spreads. */
  static double[] alike(List<Encoder> encoders, String question, List<String> passages) {
    double[] alike = new double[passages.size()];
    for (Encoder encoder : encoders) {
      List<String> texts = new ArrayList<>();
      texts.add(encoder.question + filled(question));
      passages.forEach(text -> texts.add(encoder.passage + filled(text)));
      List<float[]> vectors = encoder.embedder.embed(texts);
      for (int i = 0; i < alike.length; i++) {
        double similarity = dot(vectors.get(0), vectors.get(1 + i));
        alike[i] += similarity / encoder.spread / encoders.size();
      }
    }
    return alike;
  }

  private static String filled(String text) {
    return text.isBlank() ? "." : text;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
