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
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A second side that is asked the same and never waited for: what it answers is recorded beside the
 * first answer, and nobody else sees it. Where too many are on their way already, one is dropped
 * and counted. What the first side says of itself, such as what its answers depend on, the result
 * says too. Thread-safe.
 *
 * <pre>{@code
 * Shadow shadow = Shadow.atMost(8);
 * ProductClassifier classifier =
 *     shadow.classifier(current.classifier(), candidate.classifier(), both -> log.add(both));
 * }</pre>
 */
public final class Shadow implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Shadow.class);

  private static final int SECONDS_TO_END = 10;

  private final ThreadPoolExecutor threads;
  private final LongAdder recorded = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  private Shadow(int atMost) {
    threads =
        new ThreadPoolExecutor(
            0,
            atMost,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            work -> {
              Thread thread = new Thread(work, "ecom-llm-shadow");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * A shadow with this many questions on their way at most, each on a thread.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public static Shadow atMost(int questions) {
    if (questions < 1) {
      throw new IllegalArgumentException("a shadow needs at least 1 thread, not " + questions);
    }
    return new Shadow(questions);
  }

  /**
   * What both sides answered.
   *
   * @param <I> what is asked about
   * @param <O> the typed answer
   * @param input what was asked
   * @param answer what the first answered, and the caller got
   * @param shadow what the second answered; empty if it failed
   * @param failure why the second did not answer; empty if it did
   */
  public record Pair<I, O>(
      I input, O answer, Optional<O> shadow, Optional<RuntimeException> failure) {}

  /**
   * The first classifier, with the second as its shadow. What the first fails is not asked again.
   *
   * @param record called on a thread of the shadow; what it throws is logged and dropped
   */
  public ProductClassifier classifier(
      ProductClassifier first,
      ProductClassifier second,
      Consumer<? super Pair<Product, Classification>> record) {
    return Routed.classifier(
        product -> both(product, first::classify, second::classify, record), said(first));
  }

  /** The first extractor, with the second as its shadow, in the same way. */
  public AttributeExtractor extractor(
      AttributeExtractor first,
      AttributeExtractor second,
      Consumer<? super Pair<ExtractRequest, ExtractedAttributes>> record) {
    return Routed.extractor(
        request -> both(request, first::extract, second::extract, record), said(first));
  }

  /** The answers of the first, with the second as its shadow, in the same way. */
  public ProductQa qa(
      ProductQa first, ProductQa second, Consumer<? super Pair<QaRequest, Answer>> record) {
    return Routed.qa(request -> both(request, first::ask, second::ask, record), said(first));
  }

  /** Its answers are those of the first side. */
  private static Optional<Answerer> said(Object first) {
    return first instanceof Answerer answerer ? Optional.of(answerer) : Optional.empty();
  }

  private <I, O> O both(
      I input, Function<I, O> first, Function<I, O> second, Consumer<? super Pair<I, O>> record) {
    O answer = first.apply(input);
    try {
      threads.execute(() -> compare(input, answer, second, record));
    } catch (RejectedExecutionException e) {
      dropped.increment();
    }
    return answer;
  }

  private <I, O> void compare(
      I input, O answer, Function<I, O> second, Consumer<? super Pair<I, O>> record) {
    Pair<I, O> pair;
    try {
      pair = new Pair<>(input, answer, Optional.of(second.apply(input)), Optional.empty());
    } catch (RuntimeException e) {
      pair = new Pair<>(input, answer, Optional.empty(), Optional.of(e));
    }
    try {
      record.accept(pair);
      recorded.increment();
    } catch (RuntimeException e) {
      // The class alone: a message may repeat what was recorded.
      log.warn("recording a shadow answer threw {}", e.getClass().getName());
    }
  }

  /** How many pairs were recorded. */
  public long recorded() {
    return recorded.sum();
  }

  /** How many questions the second side was not asked because too many were on their way. */
  public long dropped() {
    return dropped.sum();
  }

  /** Takes no more, and waits for those on their way: 10 seconds at most, then ends them. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
