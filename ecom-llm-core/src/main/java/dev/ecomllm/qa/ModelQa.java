package dev.ecomllm.qa;

import dev.ecomllm.engine.TaskRunner;
import dev.ecomllm.product.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Answers by asking a model, which is shown passages and nothing else. Thread-safe. */
public final class ModelQa implements ProductQa {

  /** How many passages a model is shown. */
  private static final int MOST_PASSAGES = 12;

  private final TaskRunner runner;
  private final QaTask task = new QaTask();
  private final KnowledgeSource knowledge;

  private ModelQa(TaskRunner runner, KnowledgeSource knowledge) {
    this.runner = runner;
    this.knowledge = knowledge;
  }

  /** Answers from the product's own text, unless the request brings passages. */
  public static ModelQa of(TaskRunner runner) {
    return new ModelQa(runner, (request, limit) -> ownText(request.product()));
  }

  /** Answers from what the source finds, unless the request brings passages. */
  public static ModelQa of(TaskRunner runner, KnowledgeSource knowledge) {
    return new ModelQa(runner, knowledge);
  }

  @Override
  public Answer ask(QaRequest request) {
    List<Passage> passages =
        request.passages().isEmpty()
            ? knowledge.passages(request, MOST_PASSAGES)
            : request.passages();
    List<Passage> shown = passages.subList(0, Math.min(MOST_PASSAGES, passages.size()));
    if (shown.isEmpty()) {
      return new Answer.Unknown(
          request.product().id(),
          Answer.Reason.NO_PASSAGES,
          OptionalDouble.empty(),
          List.of(),
          runner.model());
    }
    return runner.run(task, new QaInput(request, shown));
  }

  /** What the product's own record says, a passage for each field. */
  static List<Passage> ownText(Product product) {
    List<Passage> passages = new ArrayList<>();
    add(passages, product.title(), "title");
    add(passages, product.description(), "description");
    add(passages, product.brand(), "brand");
    product.fields().forEach((name, text) -> add(passages, text, name));
    return passages;
  }

  private static void add(List<Passage> passages, String text, String source) {
    if (!text.isBlank()) {
      passages.add(new Passage(text, source));
    }
  }
}
