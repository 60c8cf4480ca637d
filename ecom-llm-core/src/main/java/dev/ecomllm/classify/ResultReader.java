package dev.ecomllm.classify;

import dev.ecomllm.classify.Classification.Alternative;
import dev.ecomllm.classify.ClassificationFit.Labelled;
import dev.ecomllm.classify.ClassificationFit.LabelledResult;
import dev.ecomllm.classify.Distribution.Share;
import dev.ecomllm.taxonomy.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gets back from a result what it was made of. */
final class ResultReader {

  private ResultReader() {}

  /**
   * The answer behind a result: combined anew with these weights where both scores are told.
   *
   * @return empty if the result has no score
   */
  static Optional<Labelled> labelled(LabelledResult result, Optional<Weights> weights) {
    Classification answer = result.answer();
    if (answer.score().isEmpty()) {
      return Optional.empty();
    }
    Optional<Signals> signals = weights.isEmpty() ? Optional.empty() : Signals.of(answer);
    if (signals.isPresent()) {
      Distribution combined = signals.get().combine(weights.get());
      return Optional.of(new Labelled(combined, result.accepted()));
    }
    double score = answer.score().getAsDouble();
    return Optional.of(new Labelled(stated(answer), score, result.accepted()));
  }

  /**
   * The distribution that the result states. Calibrating it again undoes an earlier calibration,
   * which only moved the first probability and scaled the others.
   */
  private static Distribution stated(Classification answer) {
    double score = Math.min(1, Math.max(0, answer.score().getAsDouble()));
    double top = answer.confidence().orElse(score);
    List<Share> exact = new ArrayList<>();
    exact.add(new Share(answer.category(), top));
    double left = 1 - top;
    for (Alternative alternative : answer.alternatives()) {
      if (!alternative.category().equals(answer.category())) {
        // What others wrote may not add up.
        double share = Math.min(Math.min(top, left), alternative.confidence().orElse(0));
        exact.add(new Share(alternative.category(), share));
        left -= share;
      }
    }
    return new Distribution(exact, below(answer, left));
  }

  /** Ancestors with the model's probability of the path down to them, deepest first. */
  private static List<Share> below(Classification answer, double left) {
    List<Share> below = new ArrayList<>();
    double deeper =
        answer.alternatives().stream()
            .filter(a -> a.category().equals(answer.category()))
            .flatMap(a -> a.modelScore().stream().boxed())
            .findFirst()
            .map(Math::exp)
            .orElse(1.0);
    double rest = 1 - deeper;
    for (Alternative alternative : answer.alternatives()) {
      Category node = alternative.category();
      if (alternative.confidence().isEmpty()
          && alternative.modelScore().isPresent()
          && answer.category().isAtOrBelow(node)
          && !answer.category().equals(node)) {
        double level = Math.min(1, Math.exp(alternative.modelScore().getAsDouble()));
        double share = rest > 0 ? left * Math.max(0, level - deeper) / rest : 0;
        below.add(new Share(node, Math.min(1, share)));
        deeper = Math.max(deeper, level);
      }
    }
    return below;
  }
}
