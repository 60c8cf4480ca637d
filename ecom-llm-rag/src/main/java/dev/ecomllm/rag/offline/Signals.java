package dev.ecomllm.rag.offline;

import dev.ecomllm.qa.Passage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What speaks for and against each passage as the answer to a question, as numbers. */
final class Signals {

  /**
   * How alike the encoders find them; the question's words that the statement, the past question
   * and both share with it, and its rarest; whether a number of what is asked for stands there,
   * does not, or no number at all; the question's model numbers; "not sure".
   */
  static final List<String> NAMES =
      List.of(
          "alike",
          "share",
          "sharePast",
          "shareBest",
          "rare",
          "measure",
          "noMeasure",
          "numberless",
          "codes",
          "unsure");

  private static final Pattern UNSURE =
      Pattern.compile(
          "not (?:really |too )?(?:sure|certain)|(?:do not|don't|dont|didn't) (?:know|remember|have one)|no idea"
              + "|\\bsorry\\b|never (?:tried|used|noticed|measured)|have(?:n't| not) (?:tried|used)"
              + "|can(?:'t|not) (?:say|tell|answer)|contact (?:the )?(?:seller|manufacturer|customer)");
  private static final Pattern CODE = Pattern.compile("[\\p{L}-]*\\d[\\p{L}\\p{N}.-]*");

  private Signals() {}

  /** One row for each passage, in the order of {@link #NAMES}; without encoders, by words alone. */
  static double[][] of(
      Question question, String title, List<Passage> passages, List<Encoder> encoders) {
    int n = passages.size();
    List<Statement> statements = passages.stream().map(Statement::of).toList();
    List<Set<String>> said = statements.stream().map(s -> Terms.of(s.says())).toList();
    List<Set<String>> past = statements.stream().map(s -> Terms.of(s.repliesTo())).toList();
    Map<String, Double> weights = weights(question, Terms.of(title), said, past);
    double[] alike =
        Encoder.alike(encoders, question.text(), statements.stream().map(Statement::says).toList());
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = row(question, statements.get(i), said.get(i), past.get(i), weights, alike[i]);
    }
    return rows;
  }

  /** Rare among the passages counts; what stands in the product's title counts little. */
  private static Map<String, Double> weights(
      Question question, Set<String> title, List<Set<String>> said, List<Set<String>> past) {
    Map<String, Double> weights = new HashMap<>();
    for (String term : question.terms()) {
      int seen = 0;
      for (int i = 0; i < said.size(); i++) {
        if (said.get(i).contains(term) || past.get(i).contains(term)) {
          seen++;
        }
      }
      double idf = Math.log(1 + (said.size() + 1.0) / (seen + 0.5));
      weights.put(term, title.contains(term) ? idf * 0.3 : idf);
    }
    return weights;
  }

  private static double[] row(
      Question question,
      Statement statement,
      Set<String> said,
      Set<String> past,
      Map<String, Double> weights,
      double alike) {
    String text = statement.lower();
    boolean wantsNumber = !question.measures().isEmpty();
    boolean measured = question.measures().stream().anyMatch(m -> m.isStatedBy(text));
    Set<String> both = new HashSet<>(said);
    both.addAll(past);
    return new double[] {
      alike,
      share(weights, said),
      share(weights, past),
      share(weights, both),
      rarest(weights, both),
      flag(wantsNumber && measured),
      flag(wantsNumber && !measured && statement.repliesTo().isBlank()),
      flag(wantsNumber && !Measure.hasNumber(text)),
      codes(question.text(), text + " " + statement.repliesTo().toLowerCase(Locale.ROOT)),
      flag(UNSURE.matcher(text).find())
    };
  }

  private static double share(Map<String, Double> weights, Set<String> terms) {
    double sum = 0;
    double shared = 0;
    for (Map.Entry<String, Double> term : weights.entrySet()) {
      sum += term.getValue();
      shared += terms.contains(term.getKey()) ? term.getValue() : 0;
    }
    return sum == 0 ? 0 : shared / sum;
  }

  private static double rarest(Map<String, Double> weights, Set<String> terms) {
    double most = 0;
    boolean has = false;
    for (Map.Entry<String, Double> term : weights.entrySet()) {
      if (term.getValue() > most) {
        most = term.getValue();
        has = terms.contains(term.getKey());
      }
    }
    return has ? 1 : 0;
  }

  /** The share of the question's model numbers and figures that a text has. */
  private static double codes(String question, String text) {
    List<String> codes = CODE.matcher(question).results().map(r -> r.group()).toList();
    if (codes.isEmpty()) {
      return 0;
    }
    return (double) codes.stream().filter(text::contains).count() / codes.size();
  }

  private static double flag(boolean value) {
    return value ? 1 : 0;
  }
}
