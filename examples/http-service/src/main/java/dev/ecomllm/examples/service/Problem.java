package dev.ecomllm.examples.service;

import dev.ecomllm.error.EcomLlmException;
import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.error.ModelCallException;
import java.time.Duration;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/**
 * What is wrong, for the caller: RFC 9457's fields and a kind to switch on. Holds no text of a
 * product, no key, and nothing of the server's insides.
 *
 * @param status the HTTP status
 * @param kind such as {@code invalid}
 * @param detail what to do about it
 * @param retryAfter after which it may be better; zero: not by itself
 */
record Problem(HttpStatus status, String kind, String detail, Duration retryAfter) {

  private static final Duration SOON = Duration.ofSeconds(1);

  static Problem of(HttpStatus status, String kind, String detail) {
    return new Problem(status, kind, detail, Duration.ZERO);
  }

  /** What went wrong with a question. */
  static Problem of(RuntimeException problem) {
    if (problem instanceof BadRequestException bad) {
      return of(bad.status(), bad.kind(), bad.detail());
    }
    if (problem instanceof Workers.BusyException) {
      return new Problem(
          HttpStatus.TOO_MANY_REQUESTS, "busy", "too many requests at once, please retry", SOON);
    }
    if (problem instanceof RateLimit.TooManyException many) {
      return new Problem(
          HttpStatus.TOO_MANY_REQUESTS,
          "rate_limited",
          "more requests than this caller may send",
          many.retryAfter());
    }
    if (problem instanceof Workers.LateException) {
      return new Problem(
          HttpStatus.SERVICE_UNAVAILABLE, "timed_out", "no answer in time, please retry", SOON);
    }
    return problem instanceof EcomLlmException failure ? of(failure) : unexpected();
  }

  private static Problem of(EcomLlmException failure) {
    if (failure instanceof InvalidOutputException) {
      return of(HttpStatus.BAD_GATEWAY, "invalid_output", "the model's answer is unusable");
    }
    ModelCallException call = (ModelCallException) failure;
    String kind = call.kind().name().toLowerCase(Locale.ROOT);
    if (call.kind() == ModelCallException.Kind.REJECTED) {
      return of(HttpStatus.BAD_GATEWAY, kind, "the model server does not take this request");
    }
    String detail =
        call.kind() == ModelCallException.Kind.TIMED_OUT
            ? "model server timeout, please retry"
            : "the model server does not answer, please retry";
    return new Problem(
        HttpStatus.SERVICE_UNAVAILABLE, kind, detail, call.retryAfter().orElse(SOON));
  }

  static Problem unexpected() {
    return of(HttpStatus.INTERNAL_SERVER_ERROR, "unexpected", "something went wrong here");
  }

  /** Whole seconds, at least one, for {@code Retry-After}. */
  long retrySeconds() {
    return Math.max(1, (retryAfter.toMillis() + 999) / 1000);
  }
}
