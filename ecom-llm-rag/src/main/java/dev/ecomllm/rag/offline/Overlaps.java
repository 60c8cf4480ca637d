package dev.ecomllm.rag.offline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How often labelled titles gave the same words to two attributes. Where they do not, words that
 * are surely one attribute's are hardly another's. Immutable and thread-safe.
 */
final class Overlaps {

  private static final int ROUNDS = 2;

  /** As if each two attributes had been seen together so often before, half of it sharing words. */
  private static final double PRIOR = 0.2;

  /** By pair of attributes: titles that have both, and those where they share a word. */
  private final Map<String, int[]> together = new HashMap<>();

  Overlaps(List<Lesson> lessons) {
    for (Lesson lesson : lessons) {
      Set<String> both = new HashSet<>();
      Set<String> sharing = new HashSet<>();
      pairs(lesson.attributes().keySet(), both);
      lesson.parts().values().forEach(attributes -> pairs(attributes, sharing));
      both.forEach(pair -> count(pair)[0]++);
      sharing.forEach(pair -> count(pair)[1]++);
    }
  }

  private int[] count(String pair) {
    return together.computeIfAbsent(pair, p -> new int[2]);
  }

  private static void pairs(Set<String> attributes, Set<String> pairs) {
    for (String one : attributes) {
      for (String other : attributes) {
        if (!one.equals(other)) {
          pairs.add(pair(one, other));
        }
      }
    }
  }

  private static String pair(String one, String other) {
    return one + '\n' + other;
  }

  /** How probable it is that two attributes share no word, if a title has both. */
  private double apart(String one, String other) {
    int[] counts = together.getOrDefault(pair(one, other), new int[2]);
    return 1 - Math.min(1, (counts[1] + PRIOR / 2) / (counts[0] + PRIOR));
  }

  /**
   * Lowers the probability of candidates whose words are probably another attribute's.
   *
   * @param probabilities of each candidate, by attribute
   */
  Map<String, double[]> settle(TitleFeatures title, Map<String, double[]> probabilities) {
    Map<String, double[]> settled = new LinkedHashMap<>(probabilities);
    for (int round = 0; round < ROUNDS; round++) {
      List<Words> words = new ArrayList<>();
      settled.forEach((attribute, p) -> words.add(new Words(attribute, title, p)));
      probabilities.forEach(
          (attribute, p) -> settled.put(attribute, settle(attribute, title, p, words)));
    }
    return settled;
  }

  private double[] settle(
      String attribute, TitleFeatures title, double[] probabilities, List<Words> words) {
    double[] settled = probabilities.clone();
    double left = 1;
    for (Words other : words) {
      double apart = apart(attribute, other.attribute);
      for (int c = 0; c < settled.length && !other.attribute.equals(attribute); c++) {
        settled[c] *= 1 - apart * other.taken(title.candidates.get(c));
      }
    }
    for (int c = 0; c < settled.length; c++) {
      left -= probabilities[c] - settled[c];
    }
    for (int c = 0; c < settled.length; c++) {
      settled[c] /= left;
    }
    return settled;
  }

  /** Which words are an attribute's: how probably its value has ended, and begun, before each. */
  private static final class Words {

    final String attribute;
    private final double[] ended;
    private final double[] begun;

    Words(String attribute, TitleFeatures title, double[] probabilities) {
      int tokens = title.title.tokens().size();
      this.attribute = attribute;
      this.ended = new double[tokens + 1];
      this.begun = new double[tokens + 1];
      for (int c = 0; c < probabilities.length; c++) {
        ended[title.candidates.get(c).to()] += probabilities[c];
        begun[title.candidates.get(c).from() + 1] += probabilities[c];
      }
      for (int i = 1; i <= tokens; i++) {
        ended[i] += ended[i - 1];
        begun[i] += begun[i - 1];
      }
    }

    /** How probable it is that the attribute's value has a word of this candidate. */
    double taken(Candidate candidate) {
      return Math.max(0, begun[candidate.to()] - ended[candidate.from()]);
    }
  }
}
