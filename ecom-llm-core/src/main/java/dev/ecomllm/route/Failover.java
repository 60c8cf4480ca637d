package dev.ecomllm.route;

import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.engine.Deadline;
import dev.ecomllm.engine.Timing;
import dev.ecomllm.error.EcomLlmException;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.error.ModelCallException.Kind;
import dev.ecomllm.extract.AttributeExtractor;
import dev.ecomllm.qa.ProductQa;
import dev.ecomllm.task.Answerer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A second model, or the embedded engine, that answers where the first does not: no answer came, or
 * an unusable one. The result says who answered. Where all sides say what their answers depend on,
 * as all built-in ones do, so does the result: runs over many items can keep a journal of it, and
 * find out what its servers can take. Immutable.
 *
 * <pre>{@code
 * ProductClassifier classifier =
 *     Failover.within(Duration.ofSeconds(10)).classifier(llm.classifier(), embedded.classifier());
 * }</pre>
 */
public final class Failover {

  private final Duration deadline;
  private final Timing timing;

  private Failover(Duration deadline, Timing timing) {
    this.deadline = deadline;
    this.timing = timing;
  }

  /**
   * One deadline for all sides together. Each gets an equal share of the time that is left when its
   * turn comes, so the last gets all that the others did not use. Models keep to it; a side with
   * its own shorter deadline ends earlier.
   *
   * @throws IllegalArgumentException if it is not more than zero
   */
  public static Failover within(Duration deadline) {
    return within(deadline, Timing.system());
  }

  static Failover within(Duration deadline, Timing timing) {
    if (deadline.isZero() || deadline.isNegative()) {
      throw new IllegalArgumentException("a deadline must be more than zero, not " + deadline);
    }
    return new Failover(deadline, timing);
  }

  /** A classifier that asks the first, and the others in turn where that fails. */
  public ProductClassifier classifier(ProductClassifier first, ProductClassifier... others) {
    List<ProductClassifier> sides = all(first, others);
    return Routed.classifier(product -> ask(sides, side -> side.classify(product)), said(sides));
  }

  /** An extractor that asks the first, and the others in turn where that fails. */
  public AttributeExtractor extractor(AttributeExtractor first, AttributeExtractor... others) {
    List<AttributeExtractor> sides = all(first, others);
    return Routed.extractor(request -> ask(sides, side -> side.extract(request)), said(sides));
  }

  /** Answers of the first, and of the others in turn where that fails. */
  public ProductQa qa(ProductQa first, ProductQa... others) {
    List<ProductQa> sides = all(first, others);
    return Routed.qa(request -> ask(sides, side -> side.ask(request)), said(sides));
  }

  /** The deadline is no part of it: who answers later answers the same. */
  private static Optional<Answerer> said(List<?> sides) {
    return Combined.of(sides, Map.of("route", "failover"));
  }

  private static <T> List<T> all(T first, T[] others) {
    List<T> all = new ArrayList<>();
    all.add(first);
    Collections.addAll(all, others);
    return List.copyOf(all);
  }

  private <T, O> O ask(List<T> sides, Function<T, O> question) {
    Deadline whole = Deadline.in(deadline, timing);
    List<EcomLlmException> failures = new ArrayList<>();
    while (true) {
      T side = sides.get(failures.size());
      int left = sides.size() - failures.size();
      Deadline share = Deadline.in(whole.remaining().dividedBy(left), timing);
      try {
        return share.around(() -> question.apply(side));
      } catch (EcomLlmException failure) {
        failures.forEach(failure::addSuppressed);
        if (left == 1 || isInterrupt(failure)) {
          throw failure;
        }
        failures.add(failure);
      }
    }
  }

  private static boolean isInterrupt(EcomLlmException failure) {
    return failure instanceof ModelCallException call && call.kind() == Kind.INTERRUPTED;
  }
}
