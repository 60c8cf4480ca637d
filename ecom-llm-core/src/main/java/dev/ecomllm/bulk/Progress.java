package dev.ecomllm.bulk;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a run has come.
 *
 * @param done items that the sink was told of, those from the journal included
 * @param failed how many of them failed
 * @param resumed how many of them came from the journal
 * @param expected how many items there will be, if that is known
 * @param atOnce how many are asked at the same time at most, just now
 * @param elapsed since the run began
 * @param rate items a second of late, 0 or more; those from the journal don't count
 */
public record Progress(
    long done,
    long failed,
    long resumed,
    OptionalLong expected,
    int atOnce,
    Duration elapsed,
    double rate) {

  /** How long the rest will take at this rate, if both are known. */
  public Optional<Duration> left() {
    if (expected.isEmpty() || rate <= 0) {
      return Optional.empty();
    }
    double seconds = Math.max(0, expected.getAsLong() - done) / rate;
    return Optional.of(Duration.ofMillis((long) Math.min(seconds * 1_000, 1e15)));
  }
}
