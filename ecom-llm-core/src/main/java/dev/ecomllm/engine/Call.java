package dev.ecomllm.engine;

import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.error.EcomLlmException;
import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.error.ModelCallException.Kind;
import dev.ecomllm.observe.Event;
import dev.ecomllm.prompt.Message;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One question on its way: its tries, and what listeners are told about it. For one thread. */
final class Call {

  private final Parts parts;
  private final String task;
  private final String productId;
  private final Deadline deadline;
  private final long start;
  private int attempts;

  Call(Parts parts, String task, String productId, Deadline deadline) {
    this.parts = parts;
    this.task = task;
    this.productId = productId;
    this.deadline = deadline;
    start = parts.listeners().isEmpty() ? 0 : parts.timing().nanoTime();
  }

  /**
   * What the calls of a runner share.
   *
   * @param requests how many requests may be sent; null for any number
   * @param tokens how many tokens may be used; null for any number
   * @param retries how many tries may be second ones
   */
  record Parts(
      ModelClient client,
      CallSettings settings,
      @Nullable Pace requests,
      @Nullable Pace tokens,
      Allowance retries,
      Listeners listeners,
      Watchers watchers,
      Timing timing) {}

  /** Tries until a reply comes, the failure is final, or the next try would be too late. */
  ModelReply send(ModelRequest request) {
    parts.retries.add();
    boolean freeRetry = true;
    int attempt = 1;
    while (true) {
      try {
        return attempt(request);
      } catch (ModelCallException failure) {
        if (freeRetry && Backoff.closedBeforeAnyReply(failure)) {
          freeRetry = false;
          continue;
        }
        Duration pause = Backoff.pause(attempt, failure, parts.timing.random());
        if (!Backoff.isWorthAnother(failure)
            || attempt == parts.settings.maxAttempts()
            || pause.compareTo(deadline.remaining()) >= 0
            || (Backoff.burdens(failure) && !parts.retries.take())) {
          throw failure.afterAttempts(attempt);
        }
        tell(new Event.Retrying(task, productId, model(), attempts, pause, failure));
        sleep(pause);
        attempt++;
      }
    }
  }

  private ModelReply attempt(ModelRequest request) {
    double guess = parts.tokens == null ? 0 : tokens(request);
    waitForTurn(parts.requests, 1, "requests");
    waitForTurn(parts.tokens, guess, "tokens");
    Duration timeout = timeOfOneTry();
    attempts++;
    long sent = parts.timing.nanoTime();
    try {
      ModelReply reply = parts.client.call(request, timeout);
      Duration duration = since(sent);
      parts.watchers.answered(duration.toNanos());
      called(duration, reply.usage(), Optional.empty());
      parts.listeners.tellReply(request, reply);
      settle(guess, reply.usage());
      return reply;
    } catch (ModelCallException failure) {
      if (failure.kind() == Kind.CIRCUIT_OPEN) {
        attempts--; // Nothing was sent.
      } else {
        Duration duration = since(sent);
        parts.watchers.failed(duration.toNanos(), failure);
        called(duration, ModelReply.Usage.UNKNOWN, Optional.of(failure.kind()));
      }
      throw failure;
    }
  }

  private void called(Duration duration, ModelReply.Usage usage, Optional<Kind> failure) {
    if (!parts.listeners.isEmpty()) {
      tell(new Event.Called(task, productId, model(), attempts, duration, usage, failure));
    }
  }

  /** Waits until the limit allows it; at once if that would be too late. */
  private void waitForTurn(@Nullable Pace pace, double amount, String what) {
    if (pace == null) {
      return;
    }
    Duration longest = deadline.remaining();
    Duration wait = pace.take(amount, longest);
    if (wait.compareTo(longest) > 0) {
      throw ModelCallException.notSent("the limit of " + what + " is used up", wait);
    }
    if (!wait.isZero()) {
      sleep(wait);
    }
  }

  /** At 4 characters for a token, and with the longest reply: known better afterwards. */
  private static double tokens(ModelRequest request) {
    long characters = 0;
    for (Message message : request.prompt().messages()) {
      characters += message.text().length();
    }
    return characters / 4.0 + request.maxTokens();
  }

  private void settle(double guess, ModelReply.Usage usage) {
    if (parts.tokens != null && usage.promptTokens() > 0) {
      parts.tokens.giveBack(guess - usage.promptTokens() - usage.completionTokens());
    }
  }

  private Duration timeOfOneTry() {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted(null);
    }
    Duration remaining = deadline.remaining();
    if (remaining.isZero()) {
      throw deadline.passed("the model could be asked");
    }
    Duration timeout = parts.settings.timeout();
    return remaining.compareTo(timeout) < 0 ? remaining : timeout;
  }

  private void sleep(Duration pause) {
    try {
      parts.timing.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    }
  }

  /**
   * The question is answered.
   *
   * @param key as for the cache
   */
  void answered(ModelReply.Usage usage, String key) {
    if (!parts.listeners.isEmpty()) {
      tell(
          new Event.Answered(
              task, productId, model(), since(start), attempts, usage, key.substring(0, 16)));
    }
  }

  void askingAgain(InvalidOutputException problem) {
    tell(new Event.AskingAgain(task, productId, model(), problem.about(productId)));
  }

  /** The question is not answered; tells the failure with the product's name. */
  EcomLlmException failed(EcomLlmException failure) {
    EcomLlmException named = failure.about(productId);
    tell(new Event.Failed(task, productId, model(), since(start), named));
    return named;
  }

  private void tell(Event event) {
    parts.listeners.tell(event);
  }

  private String model() {
    return parts.client.model();
  }

  private Duration since(long moment) {
    return Duration.ofNanos(parts.timing.nanoTime() - moment);
  }

  static ModelCallException interrupted(@Nullable InterruptedException cause) {
    return ModelCallException.of(Kind.INTERRUPTED, "the calling thread was interrupted", cause);
  }
}
