package dev.ecomllm.rag.offline;

import dev.ecomllm.qa.Passage;
import dev.ecomllm.rag.embed.Embedder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What speaks for and against each passage as the answer to a question, as numbers. */
final class Signals {

  static final List<String> NAMES =
      List.of(
          "alike",
          "alikePast",
          "alikeBest",
          "alikeOthers",
          "share",
          "sharePast",
          "shareBest",
          "pairs",
          "rare",
          "measure",
          "noMeasure",
          "numberless",
          "origin",
          "noOrigin",
          "codes",
          "closed",
          "negates",
          "unsure",
          "asks",
          "past",
          "review",
          "attribute",
          "attributeMeasure",
          "reviewOpinion",
          "reviewMeasure",
          "pastFit",
          "length",
          "short");

  private static final Pattern UNSURE =
      Pattern.compile(
          "not (?:really |too )?(?:sure|certain)|(?:do not|don't|dont|didn't) (?:know|remember|have one)|no idea"
              + "|\\bsorry\\b|never (?:tried|used|noticed|measured)|have(?:n't| not) (?:tried|used)"
              + "|can(?:'t|not) (?:say|tell|answer)|contact (?:the )?(?:seller|manufacturer|customer)");
  private static final Pattern CLOSED =
      Pattern.compile(
          "^\\W*(?:yes|yep|yeah|no|nope|it (?:is|does|will|can|has)|they (?:are|do|will|have))\\b");
  private static final Pattern NEGATES =
      Pattern.compile(
          "\\b(?:no|not|doesn't|does not|don't|didn't|won't|isn't|aren't|can't|cannot|only|without|never|too)\\b");
  private static final Pattern ORIGIN =
      Pattern.compile(
          "made (?:in|of china)|manufactured in|\\b(?:usa|u\\.s\\.a?|china|chinese|japan|germany|taiwan|korea|italy"
              + "|mexico|india|vietnam|country)\\b");
  private static final Pattern CODE = Pattern.compile("[\\p{L}-]*\\d[\\p{L}\\p{N}.-]*");

  private Signals() {}

  /** One row for each passage, in the order of {@link #NAMES}. */
  static double[][] of(
      Question question, String title, List<Passage> passages, Optional<Embedder> embedder) {
    int n = passages.size();
    List<Statement> statements = passages.stream().map(Statement::of).toList();
    List<Set<String>> said = statements.stream().map(s -> Terms.of(s.says())).toList();
    List<Set<String>> past = statements.stream().map(s -> Terms.of(s.repliesTo())).toList();
    Map<String, Double> weights = weights(question, Terms.of(title), said, past);
    double[][] alike = new double[n][4];
    embedder.ifPresent(model -> alike(model, question, statements, alike));
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      rows[i] =
          row(
              question,
              passages.get(i),
              statements.get(i),
              said.get(i),
              past.get(i),
              weights,
              alike[i]);
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

  private static void alike(
      Embedder model, Question question, List<Statement> statements, double[][] alike) {
    List<String> texts = new ArrayList<>();
    texts.add(question.text());
    statements.forEach(s -> texts.add(s.says()));
    for (Statement s : statements) {
      if (!s.repliesTo().isBlank()) {
        texts.add(s.repliesTo());
      }
    }
    List<float[]> vectors = model.embed(texts.stream().map(t -> t.isBlank() ? "." : t).toList());
    int n = statements.size();
    float[] asked = vectors.get(0);
    int next = 1 + n;
    for (int i = 0; i < n; i++) {
      alike[i][0] = dot(asked, vectors.get(1 + i));
      alike[i][1] = statements.get(i).repliesTo().isBlank() ? 0 : dot(asked, vectors.get(next++));
      alike[i][2] = Math.max(alike[i][0], alike[i][1] - 0.12);
    }
    for (int i = 0; i < n; i++) {
      double sum = 0;
      double weight = 0;
      for (int j = 0; j < n; j++) {
        if (j != i) {
          double w = Math.exp(12 * (alike[j][2] - 0.7));
          sum += w * dot(vectors.get(1 + i), vectors.get(1 + j));
          weight += w;
        }
      }
      alike[i][3] = weight == 0 ? 0 : sum / weight;
    }
  }

  static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double[] row(
      Question question,
      Passage passage,
      Statement statement,
      Set<String> said,
      Set<String> past,
      Map<String, Double> weights,
      double[] alike) {
    String text = statement.lower();
    String source = passage.source().toLowerCase(Locale.ROOT);
    boolean replies = !statement.repliesTo().isBlank();
    boolean review = source.contains("review");
    boolean attribute = source.contains("attribute") || source.contains("spec");
    boolean wantsNumber = !question.measures().isEmpty();
    boolean measured = question.measures().stream().anyMatch(m -> m.isStatedBy(text));
    boolean originStated = ORIGIN.matcher(text).find();
    double share = share(weights, said);
    double sharePast = share(weights, past);
    Set<String> both = new HashSet<>(said);
    both.addAll(past);
    double all = share(weights, both);
    return new double[] {
      alike[0],
      alike[1],
      alike[2],
      alike[3],
      share,
      sharePast,
      all,
      both.stream().filter(weights::containsKey).count() >= 2 ? 1 : 0,
      rarest(weights, both),
      flag(wantsNumber && measured),
      flag(wantsNumber && !measured && !replies),
      flag(wantsNumber && !Measure.hasNumber(text)),
      flag(question.origin() && originStated),
      flag(question.origin() && !originStated),
      codes(question.text(), text + " " + statement.repliesTo().toLowerCase(Locale.ROOT)),
      flag(question.yesNo() && CLOSED.matcher(text).find()),
      flag(question.yesNo() && NEGATES.matcher(text).find()),
      flag(UNSURE.matcher(text).find()),
      flag(text.endsWith("?")),
      flag(replies),
      flag(review),
      flag(attribute),
      flag(attribute && wantsNumber && measured),
      flag(review && question.opinion()),
      flag(review && wantsNumber),
      flag(replies && question.fit()),
      Math.log(1 + said.size()),
      flag(said.size() <= 2)
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
