package dev.ecomllm.qa;

import dev.ecomllm.error.EcomLlmException;
import dev.ecomllm.product.Product;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Answers a shopper's question from the product's own data, or says that the data does not.
 * Implementations are thread-safe.
 */
@FunctionalInterface
public interface ProductQa extends Function<QaRequest, Answer> {

  /**
   * Answers one question.
   *
   * @throws EcomLlmException if no answer comes or it is unusable
   */
  Answer ask(QaRequest request);

  /**
   * Answers one question, and hands the sentences of a known answer over as they are to be shown:
   * in order, each after its check, on the calling thread. Where nothing is known, none comes.
   *
   * @param reader what it throws ends the call
   * @throws EcomLlmException if no answer comes or it is unusable
   */
  default Answer ask(QaRequest request, Consumer<CheckedSentence> reader) {
    Answer answer = ask(request);
    if (answer instanceof Answer.Known known) {
      known.sentences().forEach(reader);
    }
    return answer;
  }

  /** Answers one question about a product from what is known of it. */
  default Answer ask(Product product, String question) {
    return ask(QaRequest.of(product, question));
  }

  /** The same as {@link #ask(QaRequest)}. */
  @Override
  default Answer apply(QaRequest request) {
    return ask(request);
  }
}
