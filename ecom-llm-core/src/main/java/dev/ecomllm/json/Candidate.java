package dev.ecomllm.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of the text that may be the JSON that was asked for.
 *
 * @param value what it says
 * @param from where it begins
 * @param to where it ends
 * @param rank how much it looks like an answer
 * @param repairs what was changed in it
 * @param parts the values that it is an array of, if they stand one after the other
 */
record Candidate(
    JsonNode value, int from, int to, Rank rank, List<Repair> repairs, List<Candidate> parts) {

  Candidate(JsonNode value, int from, int to, Rank rank, List<Repair> repairs) {
    this(value, from, to, rank, repairs, List.of());
  }

  /** How much it looks like an answer, least first. */
  enum Rank {
    /** A single value that is no array and no object. */
    SCALAR,
    /** Empty, or a few words in brackets, as in a footnote. */
    ASIDE,
    /** The text ends within it. */
    CUT_OFF,
    /** All of it is there. */
    COMPLETE
  }

  boolean isGuess() {
    return repairs.stream().anyMatch(repair -> repair.kind().isGuess());
  }

  boolean covers(int offset) {
    return from < offset && offset < to;
  }

  /** Whether it is the whole text, and valid. */
  boolean isAll(String text) {
    return from == 0 && to == text.length() && repairs.isEmpty();
  }

  /** Values that stand one after the other, as one array. */
  static Candidate several(List<Candidate> values) {
    if (values.size() == 1) {
      return values.get(0);
    }
    ArrayNode all = Tree.NODES.arrayNode();
    List<Repair> repairs = new ArrayList<>();
    Candidate first = values.get(0);
    repairs.add(new Repair(Repair.Kind.SEVERAL_VALUES, first.from, "", "["));
    Rank rank = Rank.SCALAR;
    for (Candidate candidate : values) {
      all.add(candidate.value);
      repairs.addAll(candidate.repairs);
      rank = rank.compareTo(candidate.rank) < 0 ? candidate.rank : rank;
    }
    return new Candidate(
        all, first.from, values.get(values.size() - 1).to, rank, repairs, List.copyOf(values));
  }
}
