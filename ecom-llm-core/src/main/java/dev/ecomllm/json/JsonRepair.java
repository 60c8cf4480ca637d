package dev.ecomllm.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecomllm.error.InvalidOutputException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Repairs JSON that a model wrote. Valid JSON comes back untouched, always. Nothing overflows,
 * hangs or throws anything but {@link InvalidOutputException}. Thread-safe.
 */
public final class JsonRepair {

  private JsonRepair() {}

  /**
   * Repairs with the default options.
   *
   * @throws InvalidOutputException if the text holds no JSON
   */
  public static Repaired repair(String text) {
    return repair(text, RepairOptions.DEFAULT);
  }

  /**
   * Repairs.
   *
   * @throws InvalidOutputException if the text holds no JSON, none that fits the schema, or none
   *     within the level; {@code output()} is the text, {@code path()} tells where
   */
  public static Repaired repair(String text, RepairOptions options) {
    Objects.requireNonNull(options, "options");
    Candidate found = find(text, options);
    if (found == null) {
      throw new InvalidOutputException(
          options.level() == RepairLevel.STRICT ? "valid JSON" : "JSON, and there is none", text);
    }
    if (options.level() == RepairLevel.SAFE && found.isGuess()) {
      throw new InvalidOutputException("JSON that can be read without guessing", text);
    }
    return new Repaired(found.value(), found.repairs());
  }

  /** The best candidate of a text; null if there is none at all. */
  static @Nullable Candidate find(String text, RepairOptions options) {
    Source source = new Source(text);
    char[] s = source.s;
    Reading reading = new Reading(text, source, options);
    Candidate whole = reading.strict(0) && isBlank(s, reading.to(), s.length) ? all(reading) : null;
    if (whole != null && options.schema().isAny()) {
      return whole;
    }
    List<Candidate> candidates = List.of();
    if (whole != null) {
      candidates = List.of(whole);
    } else if (options.level() != RepairLevel.STRICT) {
      candidates = Thoughts.answers(text, new Finder(text, source, options, reading));
    }
    Candidate best =
        options.schema().isAny()
            ? Finder.best(candidates)
            : new Fitting(text, options).best(candidates);
    return best == null || whole != null ? best : around(best, s);
  }

  /** The whole text, which is valid JSON. */
  private static @Nullable Candidate all(Reading reading) {
    JsonNode value = reading.value();
    return value == null
        ? null
        : new Candidate(
            value, 0, reading.source().s.length, Candidate.Rank.COMPLETE, reading.log().repairs());
  }

  /** Says what was dropped around the JSON. */
  private static Candidate around(Candidate best, char[] s) {
    boolean alone = isBlank(s, 0, best.from()) && isBlank(s, best.to(), s.length);
    if (alone && !best.repairs().isEmpty()) {
      return best;
    }
    RepairLog log = new RepairLog(s);
    if (!isBlank(s, 0, best.from())) {
      log.add(Repair.Kind.TEXT_AROUND, 0, best.from(), "");
    }
    best.repairs().forEach(log::add);
    if (!isBlank(s, best.to(), s.length)) {
      log.add(Repair.Kind.TEXT_AROUND, best.to(), s.length, "");
    }
    if (log.repairs().isEmpty()) {
      log.add(Repair.Kind.SPACE, best.from(), best.to(), best.value().toString());
    }
    return new Candidate(best.value(), best.from(), best.to(), best.rank(), log.repairs());
  }

  private static boolean isBlank(char[] s, int from, int to) {
    int i = from;
    while (i < to && Chars.isJsonSpace(s[i])) {
      i++;
    }
    return i >= to;
  }
}
