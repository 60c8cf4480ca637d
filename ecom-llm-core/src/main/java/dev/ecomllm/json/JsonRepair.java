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
    char[] s = text.toCharArray();
    Candidate whole = whole(text, s, options);
    if (whole != null && options.schema().isAny()) {
      return whole;
    }
    Candidate best = best(text, s, whole, options);
    return best == null ? null : around(best, s);
  }

  private static @Nullable Candidate best(
      String text, char[] s, @Nullable Candidate whole, RepairOptions options) {
    List<Candidate> candidates = List.of();
    if (whole != null) {
      candidates = List.of(whole);
    } else if (options.level() != RepairLevel.STRICT) {
      candidates = Thoughts.answers(text, s, options);
    }
    return options.schema().isAny()
        ? Finder.best(candidates)
        : new Fitting(text, options).best(candidates);
  }

  /** The text, if all of it is valid JSON. */
  private static @Nullable Candidate whole(String text, char[] s, RepairOptions options) {
    RepairLog log = new RepairLog(s);
    Tree tree = new Tree(text, options.maxDepth(), log);
    StrictReader strict = new StrictReader(new Source(s, s.length), tree);
    JsonNode root = strict.read(0) ? tree.root() : null;
    int i = strict.at();
    while (i < s.length && Chars.isJsonSpace(s[i])) {
      i++;
    }
    if (root == null || i < s.length) {
      return null;
    }
    return new Candidate(root, 0, s.length, Candidate.Rank.COMPLETE, log.repairs());
  }

  /** Says what was dropped around the JSON. */
  private static Candidate around(Candidate best, char[] s) {
    RepairLog log = new RepairLog(s);
    if (!isBlank(s, 0, best.from())) {
      log.add(Repair.Kind.TEXT_AROUND, 0, best.from(), "");
    }
    best.repairs().forEach(log::add);
    if (!isBlank(s, best.to(), s.length)) {
      log.add(Repair.Kind.TEXT_AROUND, best.to(), s.length, "");
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
