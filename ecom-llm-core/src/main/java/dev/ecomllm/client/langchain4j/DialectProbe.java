package dev.ecomllm.client.langchain4j;

import dev.ecomllm.client.Constraint;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.prompt.Prompt;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Finds out a server's dialect: asks for one word and constrains the reply to another. Who answers
 * with the other obeys. Asked once; while one thread asks, the others wait for what it learns.
 */
final class DialectProbe {

  private static final String WORD = "qzx";
  private static final ModelRequest QUESTION =
      ModelRequest.of(Prompt.of("Reply with the one word: yes"), 8)
          .withConstraint(new Constraint.Choice(List.of(WORD)));
  private static final ModelRequest JSON_QUESTION =
      QUESTION.withConstraint(
          new Constraint.JsonSchema(
              "probe", "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{}}"));

  private final Sender sender;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Dialect found;

  /** Sends a request in a dialect. */
  interface Sender {
    ModelReply send(ModelRequest request, Dialect dialect, Duration timeout);
  }

  DialectProbe(Sender sender) {
    this.sender = sender;
  }

  /**
   * The server's dialect.
   *
   * @throws ModelCallException if the server cannot be asked; the next call asks again
   */
  Dialect dialect(Duration timeout) {
    Dialect known = found;
    return known == null ? ask(System.nanoTime() + timeout.toNanos()) : known;
  }

  private Dialect ask(long end) {
    try {
      if (!lock.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw timedOut();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ModelCallException.of(
          ModelCallException.Kind.INTERRUPTED, "the calling thread was interrupted", e);
    }
    try {
      Dialect known = found;
      if (known == null) {
        known = find(end);
        found = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  private Dialect find(long end) {
    for (Dialect dialect : List.of(Dialect.STRUCTURED_OUTPUTS, Dialect.GUIDED)) {
      try {
        ModelReply reply = sender.send(QUESTION, dialect, remaining(end));
        if (reply.text().strip().equals(WORD)) {
          return dialect;
        }
      } catch (ModelCallException e) {
        orThrowIfNotAboutTheField(e);
      }
    }
    // A server that ignores this one too does no harm; one that refuses it does.
    try {
      ModelReply ignored = sender.send(JSON_QUESTION, Dialect.RESPONSE_FORMAT, remaining(end));
      return Dialect.RESPONSE_FORMAT;
    } catch (ModelCallException e) {
      orThrowIfNotAboutTheField(e);
      return Dialect.NONE;
    }
  }

  /** Servers that check their input refuse a field that they don't know with 400 or 422. */
  private static void orThrowIfNotAboutTheField(ModelCallException failure) {
    int status = failure.status().orElse(0);
    if (status != 400 && status != 422) {
      throw failure;
    }
  }

  private static Duration remaining(long end) {
    long nanos = end - System.nanoTime();
    if (nanos <= 0) {
      throw timedOut();
    }
    return Duration.ofNanos(nanos);
  }

  private static ModelCallException timedOut() {
    return ModelCallException.of(
        ModelCallException.Kind.TIMED_OUT,
        "the time was used up before it was known which constraints the server obeys",
        null);
  }
}
