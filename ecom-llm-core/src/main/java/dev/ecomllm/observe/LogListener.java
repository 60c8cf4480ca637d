package dev.ecomllm.observe;

import dev.ecomllm.error.ModelCallException;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what happens to SLF4J, under {@code dev.ecomllm}: answers and calls at DEBUG, second tries
 * and questions asked again at INFO, failures at WARN. No text of a product, a prompt or an answer.
 * Thread-safe.
 */
public final class LogListener implements EcomLlmListener {

  private final Logger log;

  /** Writes to the logger {@code dev.ecomllm}. */
  public LogListener() {
    this(LoggerFactory.getLogger("dev.ecomllm"));
  }

  LogListener(Logger log) {
    this.log = log;
  }

  @Override
  public void on(Event event) {
    String about = event.task() + " '" + event.productId() + "' (" + event.model() + ")";
    if (event instanceof Event.Answered answer) {
      log.debug(
          "{} answered in {} ms, {}, question {}",
          about,
          answer.duration().toMillis(),
          answer.attempts() == 0 ? "from the cache" : "calls: " + answer.attempts(),
          answer.promptHash());
    } else if (event instanceof Event.Called call) {
      log.debug(
          "{} call {}: {} in {} ms, tokens {} + {}",
          about,
          call.attempt(),
          call.failure().map(LogListener::word).orElse("reply"),
          call.duration().toMillis(),
          call.usage().promptTokens(),
          call.usage().completionTokens());
    } else if (event instanceof Event.Retrying retry) {
      log.info(
          "{} call {} failed, next in {} ms: {}",
          about,
          retry.attempt(),
          retry.pause().toMillis(),
          retry.cause().getMessage());
    } else if (event instanceof Event.AskingAgain again) {
      log.info("{} asked again: {}", about, again.cause().getMessage());
    } else if (event instanceof Event.Failed failed) {
      log.warn(
          "{} failed after {} ms: {}",
          about,
          failed.duration().toMillis(),
          failed.cause().getMessage());
    }
  }

  private static String word(ModelCallException.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
