package dev.ecomllm.rag.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.ecomllm.qa.Passage;
import dev.ecomllm.rag.embed.Embedder;
import dev.ecomllm.rag.embed.LangChain4jEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Fits qa-model.json and qa-model-words.json on the project's own questions ({@code
 * qa-training.jsonl}, written by hand) and measures them on any file of the same form:
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

  private static final double PASSAGE_DECAY = 0.06;
  private static final double ANSWER_DECAY = 0.03;

  /** The share of the answerable questions that may be refused. */
  private static final double FALSE_REFUSALS = 0.12;

  /** What cannot speak for a passage, and what cannot speak against one. */
  private static final List<String> AGAINST =
      List.of(
          "noMeasure",
          "numberless",
          "noOrigin",
          "unsure",
          "asks",
          "attribute",
          "reviewMeasure",
          "short");

  private static final List<String> FREE = List.of("review", "negates");

  private QaTraining() {}

  /** A question, the signals of its passages, and what is right. */
  static final class Row {
    private final Question question;
    private final double[][] signals;
    private final int[] labels;
    private final boolean answerable;
    private final double weight;

    Row(Question question, double[][] signals, int[] labels, boolean answerable, double weight) {
      this.question = question;
      this.signals = signals;
      this.labels = labels;
      this.answerable = answerable;
      this.weight = weight;
    }

    boolean isAnswerable() {
      return answerable;
    }
  }

  /** See above. */
  public static void main(String[] args) throws IOException {
    for (boolean vectors : new boolean[] {true, false}) {
      Optional<Embedder> embedder =
          vectors ? Optional.of(LangChain4jEmbedder.bgeSmallEn()) : Optional.empty();
      List<Row> rows = read(Path.of(args[0]), embedder);
      QaModel model = fit(rows);
      String file = vectors ? "qa-model.json" : "qa-model-words.json";
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValue(Path.of(args[1], file).toFile(), model);
      System.err.println(file + " on its own rows: " + measure(model, rows));
      if (args.length > 2) {
        System.err.println(
            file + " on " + args[2] + ": " + measure(model, read(Path.of(args[2]), embedder)));
      }
    }
  }

  static List<Row> read(Path file, Optional<Embedder> embedder) throws IOException {
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
              question,
              Signals.of(question, row.path("product").asText(), passages, embedder),
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
    double[] answered =
        rows.stream()
            .filter(Row::isAnswerable)
            .mapToDouble(row -> model.answerable(answerSignals(row, model)))
            .sorted()
            .toArray();
    double threshold = rounded(answered[(int) (answered.length * FALSE_REFUSALS)]);
    return new QaModel(passage, answer, model.bias(), threshold);
  }

  private static double[] answerSignals(Row row, QaModel model) {
    return AnswerSignals.of(row.question, row.signals, model.scores(row.signals));
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
            slope[k] +=
                row.weight * (all[p] - right[p]) * row.signals[p][k] / scale[k] / answered.size();
          }
        }
      }
      for (int k = 0; k < n; k++) {
        step[k] = 0.9 * step[k] + slope[k] + PASSAGE_DECAY * w[k];
        w[k] -= 0.15 * step[k];
        String name = Signals.NAMES.get(k);
        if (AGAINST.contains(name)) {
          w[k] = Math.min(0, w[k]);
        } else if (!FREE.contains(name)) {
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
      shares[p] = labels[p] >= least ? Math.exp(scores[p] - most) : 0;
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
    double[] w = new double[n + 1];
    for (int round = 0; round < 3_000; round++) {
      double[] slope = new double[n + 1];
      for (int i = 0; i < signals.length; i++) {
        double z = w[n];
        for (int k = 0; k < n; k++) {
          z += w[k] * (signals[i][k] - mean[k]) / scale[k];
        }
        double off = (1 / (1 + Math.exp(-z)) - (rows.get(i).answerable ? 1 : 0)) / signals.length;
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
