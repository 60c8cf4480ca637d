package dev.ecomllm.rag.offline;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What each signal counts.
 *
 * @param passage weights of {@link Signals#NAMES}: how well a passage answers
 * @param answer weights of {@link AnswerSignals#NAMES}: the log-odds that any passage answers
 * @param bias the log-odds without any signal
 * @param threshold below this probability the question stays open
 */
record QaModel(
    Map<String, Double> passage, Map<String, Double> answer, double bias, double threshold) {

  QaModel {
    passage = Collections.unmodifiableMap(new TreeMap<>(passage));
    answer = Collections.unmodifiableMap(new TreeMap<>(answer));
  }

  /** Its file, by how many encoders it was fitted for: none, one, three. */
  static String file(int encoders) {
    return switch (encoders) {
      case 0 -> "qa-model-words.json";
      case 1 -> "qa-model.json";
      case 3 -> "qa-model-three.json";
      default -> throw new IllegalArgumentException("no model for " + encoders + " encoders");
    };
  }

  /** Fitted on the questions of the project's own training file. */
  static QaModel builtin(int encoders) {
    String file = file(encoders);
    try (InputStream in = QaModel.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("resource " + file + " is missing from the jar");
      }
      return new ObjectMapper().readValue(in, QaModel.class);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read resource " + file, e);
    }
  }

  /** How well passages answer, from their signals: higher is better, the scale is free. */
  double[] scores(double[][] signals) {
    double[] scores = new double[signals.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = sum(passage, Signals.NAMES, signals[i]);
    }
    return scores;
  }

  /** The probability that the passages answer the question. */
  double answerable(double[] answerSignals) {
    return 1 / (1 + Math.exp(-bias - sum(answer, AnswerSignals.NAMES, answerSignals)));
  }

  private static double sum(Map<String, Double> weights, List<String> names, double[] signals) {
    double sum = 0;
    for (int i = 0; i < signals.length; i++) {
      sum += weights.getOrDefault(names.get(i), 0.0) * signals[i];
    }
    return sum;
  }
}
