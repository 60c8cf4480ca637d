package dev.ecomllm.observe;

import dev.ecomllm.client.ModelReply.Usage;
import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.error.ModelCallException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One question that took three calls, one from the cache, and two that failed. */
public final class Events {

  private static final Duration MS_100 = Duration.ofMillis(100);

  private Events() {}

  public static final List<Event> ALL =
      List.of(
          new Event.Called(
              "classify", "sku-1", "m", 1, MS_100, Usage.UNKNOWN, Optional.of(Kind.TIMED_OUT)),
          new Event.Retrying(
              "classify",
              "sku-1",
              "m",
              1,
              MS_100,
              ModelCallException.of(Kind.TIMED_OUT, "slow", null)),
          new Event.Called(
              "classify", "sku-1", "m", 2, MS_100, new Usage(1_000, 400, 10), Optional.empty()),
          new Event.AskingAgain(
              "classify", "sku-1", "m", new InvalidOutputException("expected a path", "SECRET")),
          new Event.Called(
              "classify", "sku-1", "m", 3, MS_100, new Usage(1_000, 600, 20), Optional.empty()),
          new Event.Answered(
              "classify", "sku-1", "m", MS_100, 3, new Usage(1_000, 600, 20), "0123456789abcdef"),
          new Event.Answered(
              "classify", "sku-2", "m", MS_100, 0, Usage.UNKNOWN, "0123456789abcdef"),
          new Event.Failed(
              "qa", "sku-3", "m", MS_100, ModelCallException.of(Kind.REJECTED, "no", null)),
          new Event.Failed(
              "qa", "sku-4", "m", MS_100, new InvalidOutputException("expected JSON", "SECRET")));
}
