package dev.ecomllm.rag.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.ecomllm.calibration.Calibration;
import dev.ecomllm.calibration.Observation;
import dev.ecomllm.qa.Passage;
import dev.ecomllm.rag.embed.Embedder;
import dev.ecomllm.rag.embed.LangChain4jEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Fits the three files of {@link QaModel} on the project's own questions ({@code
 * qa-training.jsonl}: products, passages and questions written by hand; of a product's passages,
 * the ten that words and embeddings rank first, or all) and measures them on any file of the same
 * form:
 *
 * <pre>
 * mvn -q -pl ecom-llm-rag -am test-compile exec:java -Dexec.skip=false -Dexec.classpathScope=test
 *   -Dexec.mainClass=dev.ecomllm.rag.offline.QaTraining -Dexec.args="TRAINING OUT-FOLDER [TO-MEASURE]"
 * </pre>
 *
 * Nothing is drawn by chance: the same file gives the same weights.
 */
public final class QaTraining {

  /** A row as retrieval gives it counts more than one whose passages cover the whole product. */
  private static final double RETRIEVED = 3;

  private static final int FOLDS = 5;

  /**
   * Of all signals but {@code alike}: the best of 0.05, 0.3, 1 and 2 by hit@1 on products that the
   * fit has not seen.
   */
  private static final double PASSAGE_DECAY = 0.3;

  private static final double ANSWER_DECAY = 0.03;

  /** What cannot speak for a passage; all else cannot speak against one. */
  private static final List<String> AGAINST = List.of("noMeasure", "numberless", "unsure");

  /**
   * How much a passage that is on the subject without answering counts against one that answers.
   */
  private static final double HALF_RIGHT = 0.5;

  private QaTraining() {}

  /** A question, the signals of its passages, and what is right. */
  static final class Row {
    private final String product;
    private final double[][] signals;
    private final int[] labels;
    private final boolean answerable;
    private final double weight;

    Row(String product, double[][] signals, int[] labels, boolean answerable, double weight) {
      this.product = product;
      this.signals = signals;
      this.labels = labels;
      this.answerable = answerable;
      this.weight = weight;
    }

    boolean isAnswerable() {
      return answerable;
    }

    boolean isRetrieved() {
      return weight == RETRIEVED;
    }
  }

  /** See above. */
  public static void main(String[] args) throws IOException {
    Embedder bge = remembering(LangChain4jEmbedder.bgeSmallEn());
    List<Encoder> three =
        Encoder.three(bge).stream()
            .map(e -> new Encoder(remembering(e.embedder()), e.question(), e.passage(), e.spread()))
            .toList();
    for (List<Encoder> encoders : List.of(three, three.subList(0, 1), List.<Encoder>of())) {
      List<Row> rows = read(Path.of(args[0]), encoders);
      QaModel model = fit(rows);
      String file = QaModel.file(encoders.size());
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValue(Path.of(args[1], file).toFile(), model);
      System.err.println(file + " on its own rows: " + measure(model, rows));
      System.err.println(file + " on products it has not seen: " + unseen(rows));
      if (args.length > 2) {
        System.err.println(
            file + " on " + args[2] + ": " + measure(model, read(Path.of(args[2]), encoders)));
      }
    }
  }

  /** The same passages stand under many questions. */
  private static Embedder remembering(Embedder model) {
    Map<String, float[]> known = new HashMap<>();
    return new Embedder() {
      @Override
      public String id() {
        return model.id();
      }

      @Override
      public int dimension() {
        return model.dimension();
      }

      @Override
      public List<float[]> embed(List<String> texts) {
        return texts.stream()
            .map(text -> known.computeIfAbsent(text, t -> model.embed(List.of(t)).get(0)))
            .toList();
      }
    };
  }

  /** Each row by a model that was fitted without the products of its fold. */
  private static String unseen(List<Row> rows) {
    List<String> products = rows.stream().map(row -> row.product).distinct().toList();
    List<Observation> observations = new ArrayList<>();
    double hits = 0;
    int ranked = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
      int held = fold;
      QaModel model =
          fit(rows.stream().filter(r -> products.indexOf(r.product) % FOLDS != held).toList());
      for (Row row : rows) {
        if (products.indexOf(row.product) % FOLDS == fold && row.isRetrieved()) {
          double probability = model.answerable(answerSignals(row, model));
          observations.add(new Observation(probability, row.answerable));
          if (row.answerable) {
            ranked++;
            hits += place(model.scores(row.signals), row.labels) == 1 ? 1 : 0;
          }
        }
      }
    }
    return String.format(
        "retrieved %d, hit@1 %.3f, temperature %.3f",
        observations.size(),
        hits / ranked,
        Calibration.Temperature.fit(observations).temperature());
  }

  static List<Row> read(Path file, List<Encoder> encoders) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<Row> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode row = json.readTree(line);
      List<Passage> passages = new ArrayList<>();
      List<Integer> labels = new ArrayList<>();
      for (JsonNode passage : row.path("passages")) {
        passages.add(new Passage(passage.path("text").asText(), passage.path("source").asText()));
        labels.add(passage.path("label").asInt());
      }
      Question question = Question.of(row.path("question").asText());
      rows.add(
          new Row(
              row.path("product").asText(),
              Signals.of(question, row.path("product").asText(), passages, encoders),
              labels.stream().mapToInt(Integer::intValue).toArray(),
              row.path("answerable").asBoolean(),
              row.path("retrieved").asBoolean() ? RETRIEVED : 1));
    }
    return rows;
  }

  static QaModel fit(List<Row> rows) {
    Map<String, Double> passage = passageWeights(rows);
    QaModel ranking = new QaModel(passage, Map.of(), 0, 0);
    double[][] signals = new double[rows.size()][];
    for (int i = 0; i < signals.length; i++) {
      signals[i] = answerSignals(rows.get(i), ranking);
    }
    double[] weights = logistic(signals, rows);
    Map<String, Double> answer = new TreeMap<>();
    for (int i = 0; i < AnswerSignals.NAMES.size(); i++) {
      answer.put(AnswerSignals.NAMES.get(i), rounded(weights[i]));
    }
    QaModel model = new QaModel(passage, answer, rounded(weights[weights.length - 1]), 0);
    double threshold = rounded(threshold(rows.stream().filter(Row::isRetrieved).toList(), model));
    return new QaModel(passage, answer, model.bias(), threshold);
  }

  /** Where the share of the unanswerable below it exceeds that of the answerable the most. */
  private static double threshold(List<Row> rows, QaModel model) {
    double[] probabilities =
        rows.stream().mapToDouble(row -> model.answerable(answerSignals(row, model))).toArray();
    double answerable = rows.stream().filter(Row::isAnswerable).count();
    double best = 0;
    double threshold = 0;
    for (double tried : probabilities) {
      double difference = 0;
      for (int i = 0; i < probabilities.length; i++) {
        if (probabilities[i] < tried) {
          difference += rows.get(i).answerable ? -1 / answerable : 1 / (rows.size() - answerable);
        }
      }
      if (difference > best) {
        best = difference;
        threshold = tried;
      }
    }
    return threshold;
  }

  private static double[] answerSignals(Row row, QaModel model) {
    return AnswerSignals.of(row.signals, model.scores(row.signals));
  }

  /**
   * The weights under which the passages that answer get the most of a softmax over all, by
   * gradient descent with momentum; a signal is not allowed to count the wrong way round.
   */
  private static Map<String, Double> passageWeights(List<Row> rows) {
    List<Row> answered =
        rows.stream().filter(row -> Arrays.stream(row.labels).anyMatch(l -> l == 2)).toList();
    double[] scale = scale(answered.stream().flatMap(row -> Arrays.stream(row.signals)).toList());
    int n = scale.length;
    double weight = answered.stream().mapToDouble(row -> row.weight).sum();
    double[] w = new double[n];
    double[] step = new double[n];
    for (int round = 0; round < 400; round++) {
      double[] slope = new double[n];
      for (Row row : answered) {
        double[] scores = new double[row.signals.length];
        for (int p = 0; p < scores.length; p++) {
          for (int k = 0; k < n; k++) {
            scores[p] += w[k] * row.signals[p][k] / scale[k];
          }
        }
        double[] all = softmax(scores, row.labels, 0);
        double[] right = softmax(scores, row.labels, 2);
        for (int p = 0; p < scores.length; p++) {
          for (int k = 0; k < n; k++) {
            slope[k] += row.weight * (all[p] - right[p]) * row.signals[p][k] / scale[k] / weight;
          }
        }
      }
      for (int k = 0; k < n; k++) {
        String name = Signals.NAMES.get(k);
        double decay = name.equals("alike") ? 0 : PASSAGE_DECAY;
        step[k] = 0.9 * step[k] + slope[k] + decay * w[k];
        w[k] -= 0.15 * step[k];
        if (AGAINST.contains(name)) {
          w[k] = Math.min(0, w[k]);
        } else {
          w[k] = Math.max(0, w[k]);
        }
      }
    }
    Map<String, Double> weights = new LinkedHashMap<>();
    for (int k = 0; k < n; k++) {
      weights.put(Signals.NAMES.get(k), rounded(w[k] / scale[k]));
    }
    return weights;
  }

  private static double[] softmax(double[] scores, int[] labels, int least) {
    double most = Arrays.stream(scores).max().orElse(0);
    double[] shares = new double[scores.length];
    double sum = 0;
    for (int p = 0; p < scores.length; p++) {
      double right = labels[p] == 1 ? HALF_RIGHT : 1;
      shares[p] = labels[p] >= least ? right * Math.exp(scores[p] - most) : 0;
      sum += shares[p];
    }
    for (int p = 0; p < scores.length; p++) {
      shares[p] /= sum;
    }
    return shares;
  }

  /** Logistic regression; the last weight is the bias. */
  private static double[] logistic(double[][] signals, List<Row> rows) {
    double[] scale = scale(Arrays.asList(signals));
    int n = scale.length;
    double[] mean = new double[n];
    for (double[] row : signals) {
      for (int k = 0; k < n; k++) {
        mean[k] += row[k] / signals.length;
      }
    }
    double weight = rows.stream().mapToDouble(row -> row.weight).sum();
    double[] w = new double[n + 1];
    for (int round = 0; round < 3_000; round++) {
      double[] slope = new double[n + 1];
      for (int i = 0; i < signals.length; i++) {
        double z = w[n];
        for (int k = 0; k < n; k++) {
          z += w[k] * (signals[i][k] - mean[k]) / scale[k];
        }
        Row row = rows.get(i);
        double off = row.weight * (1 / (1 + Math.exp(-z)) - (row.answerable ? 1 : 0)) / weight;
        for (int k = 0; k < n; k++) {
          slope[k] += off * (signals[i][k] - mean[k]) / scale[k];
        }
        slope[n] += off;
      }
      for (int k = 0; k <= n; k++) {
        w[k] -= 0.5 * (slope[k] + (k < n ? ANSWER_DECAY * w[k] : 0));
      }
    }
    for (int k = 0; k < n; k++) {
      w[k] /= scale[k];
      w[n] -= w[k] * mean[k];
    }
    return w;
  }

  /** The standard deviation of each signal, 1 for one that never changes. */
  private static double[] scale(List<double[]> rows) {
    int n = rows.get(0).length;
    double[] scale = new double[n];
    for (int k = 0; k < n; k++) {
      double sum = 0;
      double squares = 0;
      for (double[] row : rows) {
        sum += row[k];
        squares += row[k] * row[k];
      }
      double variance = squares / rows.size() - Math.pow(sum / rows.size(), 2);
      scale[k] = variance > 1e-9 ? Math.sqrt(variance) : 1;
    }
    return scale;
  }

  private static double rounded(double number) {
    return Math.round(number * 1e4) / 1e4;
  }

  /** How good a model is on rows. */
  record Measured(
      int rows, double hitAt1, double mrr, double auroc, double refused, double falselyRefused) {}

  static Measured measure(QaModel model, List<Row> rows) {
    double hits = 0;
    double reciprocal = 0;
    int ranked = 0;
    int refused = 0;
    int falselyRefused = 0;
    List<Double> yes = new ArrayList<>();
    List<Double> no = new ArrayList<>();
    for (Row row : rows) {
      double[] scores = model.scores(row.signals);
      double probability = model.answerable(answerSignals(row, model));
      (row.answerable ? yes : no).add(probability);
      if (probability < model.threshold()) {
        refused += row.answerable ? 0 : 1;
        falselyRefused += row.answerable ? 1 : 0;
      }
      int place = place(scores, row.labels);
      if (row.answerable && place > 0) {
        ranked++;
        hits += place == 1 ? 1 : 0;
        reciprocal += 1.0 / place;
      }
    }
    double above = 0;
    for (double y : yes) {
      for (double n : no) {
        above += y > n ? 1 : y == n ? 0.5 : 0;
      }
    }
    return new Measured(
        rows.size(),
        hits / ranked,
        reciprocal / ranked,
        above / yes.size() / no.size(),
        (double) refused / no.size(),
        (double) falselyRefused / yes.size());
  }

  /** The first place of a passage that answers, from 1; 0 if there is none. */
  private static int place(double[] scores, int[] labels) {
    int first = 0;
    for (int p = 0; p < scores.length; p++) {
      if (labels[p] == 2) {
        int place = 1;
        for (int q = 0; q < scores.length; q++) {
          place += scores[q] > scores[p] || (scores[q] == scores[p] && q < p) ? 1 : 0;
        }
        first = first == 0 ? place : Math.min(first, place);
      }
    }
    return first;
  }
}
