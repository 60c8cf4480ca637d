package dev.ecomllm.route;

import dev.ecomllm.classify.Classification;
import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.extract.AttributeExtractor;
import dev.ecomllm.extract.ExtractRequest;
import dev.ecomllm.extract.ExtractedAttributes;
import dev.ecomllm.product.Product;
import dev.ecomllm.qa.Answer;
import dev.ecomllm.qa.ProductQa;
import dev.ecomllm.qa.QaRequest;
import dev.ecomllm.task.Answerer;
import dev.ecomllm.task.ServerLoad;
import dev.ecomllm.taxonomy.Taxonomy;
import java.util.Map;
import java.util.Optional;

/** Tasks that say of themselves what the sides behind them say. */
abstract class Routed implements Answerer {

  private final Answerer sides;

  private Routed(Answerer sides) {
    this.sides = sides;
  }

  /** A classifier that is an answerer, if it is known what it says. */
  static ProductClassifier classifier(ProductClassifier route, Optional<Answerer> sides) {
    return sides.<ProductClassifier>map(known -> new Classifier(route, known)).orElse(route);
  }

  /** An extractor, in the same way. */
  static AttributeExtractor extractor(AttributeExtractor route, Optional<Answerer> sides) {
    return sides.<AttributeExtractor>map(known -> new Extractor(route, known)).orElse(route);
  }

  /** Answers, in the same way. */
  static ProductQa qa(ProductQa route, Optional<Answerer> sides) {
    return sides.<ProductQa>map(known -> new Qa(route, known)).orElse(route);
  }

  @Override
  public final Map<String, String> fingerprint() {
    return sides.fingerprint();
  }

  @Override
  public final Class<?> answers() {
    return sides.answers();
  }

  @Override
  public final Optional<Taxonomy> taxonomy() {
    return sides.taxonomy();
  }

  @Override
  public final Optional<ServerLoad> load() {
    return sides.load();
  }

  private static final class Classifier extends Routed implements ProductClassifier {

    private final ProductClassifier route;

    Classifier(ProductClassifier route, Answerer sides) {
      super(sides);
      this.route = route;
    }

    @Override
    public Classification classify(Product product) {
      return route.classify(product);
    }
  }

  private static final class Extractor extends Routed implements AttributeExtractor {

    private final AttributeExtractor route;

    Extractor(AttributeExtractor route, Answerer sides) {
      super(sides);
      this.route = route;
    }

    @Override
    public ExtractedAttributes extract(ExtractRequest request) {
      return route.extract(request);
    }
  }

  private static final class Qa extends Routed implements ProductQa {

    private final ProductQa route;

    Qa(ProductQa route, Answerer sides) {
      super(sides);
      this.route = route;
    }

    @Override
    public Answer ask(QaRequest request) {
      return route.ask(request);
    }
  }
}
