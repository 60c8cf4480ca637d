package dev.ecomllm.rag.offline;

import dev.ecomllm.extract.LabelledAttributes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import opennlp.tools.ml.BeamSearch;
import opennlp.tools.ml.TrainerFactory;
import opennlp.tools.ml.maxent.quasinewton.QNTrainer;
import opennlp.tools.ml.model.Event;
import opennlp.tools.ml.model.MaxentModel;
import opennlp.tools.util.ObjectStream;
import opennlp.tools.util.ObjectStreamUtils;
import opennlp.tools.util.Sequence;
import opennlp.tools.util.TrainingParameters;

/**
 * Finds the attributes of one category in titles, as labelled titles taught it: a maximum-entropy
 * tagger over words, shapes, gazetteers and the dictionary of known values, and that dictionary
 * where the tagger is silent. Immutable and thread-safe once trained.
 */
final class CategoryTagger {

  private static final int BEAM = 4;

  /** How sure the dictionary has to be by itself. */
  private static final double LEAST = 0.5;

  private final ValueDictionary dictionary;
  private final MaxentModel model;

  private CategoryTagger(ValueDictionary dictionary, MaxentModel model) {
    this.dictionary = dictionary;
    this.model = model;
  }

  /**
   * A value that was found.
   *
   * @param attribute whose value
   * @param start where it starts in the title, in UTF-16 units
   * @param end where it ends, exclusive
   * @param score how sure, above 0, at most 1
   * @param tagged whether the tagger found it, not the dictionary alone
   */
  record Value(String attribute, int start, int end, double score, boolean tagged) {}

  /** A tagger that these rows taught; absent if their titles state none of their values. */
  static Optional<CategoryTagger> train(List<LabelledAttributes> rows) {
    List<Tagged> tagged = rows.stream().map(Tagged::of).toList();
    if (tagged.stream().allMatch(title -> title.spans().isEmpty())) {
      return Optional.empty();
    }
    ValueDictionary dictionary = ValueDictionary.of(tagged);
    List<Event> events = new ArrayList<>();
    for (int t = 0; t < tagged.size(); t++) {
      Tagged title = tagged.get(t);
      String[] outcomes = title.outcomes();
      List<List<String>> features =
          TokenFeatures.of(
              rows.get(t).product().title(),
              title.tokens(),
              dictionary.find(title.tokens(), title.distinct()),
              dictionary.statistics(title.tokens(), List.of(outcomes)));
      for (int i = 0; i < outcomes.length; i++) {
        events.add(new Event(outcomes[i], context(i, features, outcomes)));
      }
    }
    return Optional.of(new CategoryTagger(dictionary, model(events)));
  }

  private static MaxentModel model(List<Event> events) {
    TrainingParameters parameters = new TrainingParameters();
    parameters.put(TrainingParameters.ALGORITHM_PARAM, QNTrainer.MAXENT_QN_VALUE);
    parameters.put(TrainingParameters.ITERATIONS_PARAM, 60);
    parameters.put(TrainingParameters.CUTOFF_PARAM, 1);
    parameters.put(QNTrainer.L1COST_PARAM, 0.0);
    parameters.put(QNTrainer.L2COST_PARAM, 0.5);
    try (ObjectStream<Event> stream = ObjectStreamUtils.createObjectStream(events)) {
      return TrainerFactory.getEventTrainer(parameters, new HashMap<>()).train(stream);
    } catch (IOException e) {
      throw new UncheckedIOException("a list of events cannot fail to be read", e);
    }
  }

  /** The values in a title, at most one for each attribute. */
  List<Value> find(String title) {
    List<Token> tokens = Token.of(title);
    if (tokens.isEmpty()) {
      return List.of();
    }
    List<ValueDictionary.Hit> known = dictionary.find(tokens, List.of());
    List<List<String>> features =
        TokenFeatures.of(title, tokens, known, dictionary.statistics(tokens, List.of()));
    Sequence best =
        new BeamSearch(BEAM, model)
            .bestSequence(
                tokens.toArray(Token[]::new),
                new Object[0],
                (i, all, before, more) -> context(i, features, before),
                (i, all, before, outcome) ->
                    mayFollow(i == 0 ? Tagged.OUTSIDE : before[i - 1], outcome));
    Map<String, Value> values = new HashMap<>();
    if (best != null) {
      read(tokens, best.getOutcomes(), best.getProbs(), values);
    }
    known.forEach(hit -> byDictionary(tokens, hit, values));
    return List.copyOf(values.values());
  }

  /** Where the tagger is silent, a value that most titles with these words meant. */
  private static void byDictionary(
      List<Token> tokens, ValueDictionary.Hit hit, Map<String, Value> values) {
    double score = hit.share() * hit.times() / (hit.times() + 0.5);
    Value earlier = values.get(hit.attribute());
    if (score >= LEAST && (earlier == null || (!earlier.tagged() && earlier.score() < score))) {
      values.put(
          hit.attribute(),
          new Value(
              hit.attribute(),
              tokens.get(hit.from()).start(),
              tokens.get(hit.to() - 1).end(),
              score,
              false));
    }
  }

  private static void read(
      List<Token> tokens, List<String> outcomes, double[] sure, Map<String, Value> values) {
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i).startsWith("B-")) {
        String attribute = outcomes.get(i).substring(2);
        int to = i + 1;
        double score = sure[i];
        while (to < outcomes.size() && outcomes.get(to).equals("I-" + attribute)) {
          score *= sure[to];
          to++;
        }
        Value value =
            new Value(
                attribute,
                tokens.get(i).start(),
                tokens.get(to - 1).end(),
                Math.pow(score, 1.0 / (to - i)),
                true);
        values.merge(attribute, value, (a, b) -> a.score() >= b.score() ? a : b);
      }
    }
  }

  private static boolean mayFollow(String before, String outcome) {
    return !outcome.startsWith("I-")
        || (!before.equals(Tagged.OUTSIDE) && before.substring(2).equals(outcome.substring(2)));
  }

  private static String[] context(int i, List<List<String>> features, String[] before) {
    List<String> own = features.get(i);
    String last = i == 0 ? "^" : before[i - 1];
    String[] context = Arrays.copyOf(own.toArray(String[]::new), own.size() + 3);
    context[own.size()] = "t=" + last;
    context[own.size() + 1] = "t,w=" + last + own.get(1);
    context[own.size() + 2] = "t2=" + last + (i < 2 ? "^" : before[i - 2]);
    return context;
  }
}
