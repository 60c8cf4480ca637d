package dev.ecomllm.rag.offline;

import dev.ecomllm.qa.Answer;
import dev.ecomllm.qa.ProductQa;
import dev.ecomllm.qa.QaRequest;
import dev.ecomllm.rag.embed.Embedder;
import dev.ecomllm.task.Answerer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Loads its models with the first question: who only classifies does not pay for them. */
final class LazyQa implements ProductQa, Answerer {

  private final Embedder embedder;
  private volatile @Nullable EmbeddedQa loaded;

  LazyQa(Embedder embedder) {
    this.embedder = embedder;
  }

  @Override
  public Answer ask(QaRequest request) {
    return qa().ask(request);
  }

  @Override
  public Map<String, String> fingerprint() {
    return qa().fingerprint();
  }

  @Override
  public Class<?> answers() {
    return Answer.class;
  }

  private EmbeddedQa qa() {
    EmbeddedQa qa = loaded;
    return qa == null ? open() : qa;
  }

  private synchronized EmbeddedQa open() {
    EmbeddedQa qa = loaded;
    if (qa == null) {
      qa = best(embedder);
      loaded = qa;
    }
    return qa;
  }

  private static EmbeddedQa best(Embedder embedder) {
    try {
      return EmbeddedQa.ofThree(embedder);
    } catch (IllegalStateException notOnTheClassPath) {
      return EmbeddedQa.of(embedder);
    }
  }
}
