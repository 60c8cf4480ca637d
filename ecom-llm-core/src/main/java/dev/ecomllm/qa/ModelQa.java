package dev.ecomllm.qa;

import dev.ecomllm.calibration.Calibration;
import dev.ecomllm.calibration.CalibrationScope;
import dev.ecomllm.calibration.FittedCalibration;
import dev.ecomllm.engine.TaskRunner;
import dev.ecomllm.product.Product;
import dev.ecomllm.task.Answerer;
import dev.ecomllm.task.ServerLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Answers by asking a model, which is shown passages and nothing else. Without a calibration, an
 * answer's confidence is how sure the model says it is, and nothing is left open for it.
 * Thread-safe.
 */
public final class ModelQa implements ProductQa, Answerer {

  /** How many passages a model is shown. */
  private static final int MOST_PASSAGES = 12;

  private final TaskRunner runner;
  private final QaTask task = new QaTask();
  private final KnowledgeSource knowledge;
  private final Calibration calibration;
  private final double threshold;

  private ModelQa(
      TaskRunner runner, KnowledgeSource knowledge, Calibration calibration, double threshold) {
    this.runner = runner;
    this.knowledge = knowledge;
    this.calibration = calibration;
    this.threshold = threshold;
  }

  /** Answers from the product's own text, unless the request brings passages. */
  public static ModelQa of(TaskRunner runner) {
    return of(runner, (request, limit) -> ownText(request.product()));
  }

  /** Answers from what the source finds, unless the request brings passages. */
  public static ModelQa of(TaskRunner runner, KnowledgeSource knowledge) {
    return new ModelQa(runner, knowledge, Calibration.identity(), 0);
  }

  /**
   * Leaves a question open where the confidence is known and below this.
   *
   * @param threshold 0 (the default: whatever the model answers with support) to 1
   * @throws IllegalArgumentException if it is outside
   */
  public ModelQa withThreshold(double threshold) {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("a threshold must be 0 to 1, not " + threshold);
    }
    return new ModelQa(runner, knowledge, calibration, threshold);
  }

  /**
   * Confidences and the threshold as labelled questions teach them ({@link AnswerCalibration#fit}).
   *
   * @param targetPrecision what share of the given answers is to be right, above 0, at most 1; one
   *     that the labelled questions do not reach leaves every question open
   * @throws IllegalArgumentException if the calibration is of another model or prompt
   */
  public ModelQa withCalibration(FittedCalibration fitted, double targetPrecision) {
    fitted.requireScope(scope());
    return new ModelQa(
        runner,
        knowledge,
        AnswerCalibration.curve(fitted),
        AnswerCalibration.threshold(fitted, targetPrecision));
  }

  /** Whose confidences these are. */
  public CalibrationScope scope() {
    return new CalibrationScope("qa", runner.model(), QaTask.TEMPLATE.fingerprint(), "");
  }

  @Override
  public Answer ask(QaRequest request) {
    List<Passage> passages =
        request.passages().isEmpty()
            ? knowledge.passages(request, MOST_PASSAGES)
            : request.passages();
    QaInput input = shown(request, passages);
    if (input.passages().isEmpty()) {
      return new Answer.Unknown(
          request.product().id(),
          Answer.Reason.NO_PASSAGES,
          OptionalDouble.empty(),
          List.of(),
          runner.model());
    }
    return sure(runner.run(task, input));
  }

  private Answer sure(Answer answer) {
    if (answer.confidence().isEmpty()) {
      return answer;
    }
    double probability = calibration.probability(answer.confidence().getAsDouble());
    OptionalDouble confidence = OptionalDouble.of(probability);
    if (answer instanceof Answer.Known known && probability >= threshold) {
      return new Answer.Known(
          known.productId(),
          known.text(),
          known.citations(),
          confidence,
          known.ranked(),
          known.answeredBy());
    }
    return answer instanceof Answer.Unknown unknown
        ? unsure(unknown, unknown.reason(), confidence, unknown.rejected())
        : unsure(answer, Answer.Reason.NOT_ANSWERED, confidence, ((Answer.Known) answer).text());
  }

  private static Answer unsure(
      Answer answer, Answer.Reason reason, OptionalDouble confidence, String rejected) {
    return new Answer.Unknown(
        answer.productId(), reason, confidence, answer.ranked(), answer.answeredBy(), rejected);
  }

  /** With the passages that a model is shown. */
  static QaInput shown(QaRequest request, List<Passage> passages) {
    return new QaInput(request, passages.subList(0, Math.min(MOST_PASSAGES, passages.size())));
  }

  @Override
  public Map<String, String> fingerprint() {
    return new CalibrationScope(task.name(), runner.model(), QaTask.TEMPLATE.fingerprint(), "")
        .fingerprint(calibration + " " + threshold);
  }

  @Override
  public Class<?> answers() {
    return Answer.class;
  }

  @Override
  public Optional<ServerLoad> load() {
    return Optional.of(runner.load());
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
