package dev.ecomllm.client.langchain4j;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The header {@code Retry-After}: seconds, or a date (RFC 9110, 10.2.3). */
final class RetryAfter {

  private RetryAfter() {}

  /** How long to wait, at least zero; empty for what cannot be read. */
  static Optional<Duration> parse(String value, Instant now) {
    String text = value.strip();
    Duration wait;
    try {
      wait =
          text.matches("\\d{1,9}(\\.\\d+)?")
              ? Duration.ofMillis((long) Math.ceil(Double.parseDouble(text) * 1000))
              : Duration.between(
                  now, ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
    return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
  }
}
