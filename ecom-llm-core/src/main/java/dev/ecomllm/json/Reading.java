package dev.ecomllm.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecomllm.json.Candidate.Rank;
import dev.ecomllm.json.StrictReader.Due;
import org.jspecify.annotations.Nullable;

/** The reading of one value: strictly as far as that goes, tolerantly from there. */
final class Reading {

  private final Source source;
  private final RepairOptions options;
  private final RepairLog log;
  private final Tree tree;
  private final StrictReader strict;

  private int from;
  private int to;
  private boolean good;
  private boolean cutOff;

  Reading(String text, Source source, RepairOptions options) {
    this.source = source;
    this.options = options;
    this.log = new RepairLog(source.s);
    this.tree = new Tree(text, options.maxDepth(), log);
    this.strict = new StrictReader(source, tree);
  }

  /** Where the value begins. */
  int from() {
    return from;
  }

  /** Where the value ends. */
  int to() {
    return to;
  }

  Source source() {
    return source;
  }

  RepairLog log() {
    return log;
  }

  Tree tree() {
    return tree;
  }

  /** Whether all of the value is valid JSON. */
  boolean isGood() {
    return good;
  }

  /** Whether the text ended before the value did. */
  boolean isCutOff() {
    return cutOff;
  }

  /** Reads the value strictly, past white space in front of it. */
  boolean strict(int start) {
    from = start;
    while (from < source.end && Chars.isJsonSpace(source.s[from])) {
      from++;
    }
    good = strict.read(from);
    to = strict.at();
    return good;
  }

  /** Goes on tolerantly where the strict reading stopped, up to that end. */
  void tolerant(int end) {
    TolerantReader reader = reader(end);
    reader.resume();
    done(reader, reader.isCutOff());
  }

  /** Reads the members of an object whose opening brace is missing, or closed too early. */
  void members(int start, int end) {
    TolerantReader reader = reader(end);
    reader.read(start, Due.KEY);
    done(reader, false);
  }

  private TolerantReader reader(int end) {
    if (end == source.end) {
      return new TolerantReader(source, tree, strict, log, options.truncated());
    }
    Source part = source.until(end);
    strict.endAt(end);
    return new TolerantReader(part, tree, strict, log, options.truncated());
  }

  private void done(TolerantReader reader, boolean isCutOff) {
    to = reader.at();
    cutOff = isCutOff;
  }

  @Nullable JsonNode value() {
    return tree.root();
  }

  /** What was read, as a candidate; null if that is nothing. */
  @Nullable Candidate candidate(int start) {
    JsonNode value = tree.root();
    return value == null ? null : new Candidate(value, start, to, rank(value), log.repairs());
  }

  private Rank rank(JsonNode value) {
    if (!value.isContainerNode()) {
      return Rank.SCALAR;
    }
    if (value.isEmpty() || isWords(value)) {
      return Rank.ASIDE;
    }
    return cutOff ? Rank.CUT_OFF : Rank.COMPLETE;
  }

  /** Nothing but words without quotes and numbers, as in {@code [1]} or {@code {your name}}. */
  private boolean isWords(JsonNode value) {
    int plain = 0;
    for (JsonNode item : value) {
      if (item.isContainerNode()) {
        return false;
      }
      plain += value.isArray() && item.isNumber() ? 1 : 0;
    }
    int bare = 0;
    for (Repair repair : log.repairs()) {
      Repair.Kind kind = repair.kind();
      bare += kind == Repair.Kind.BARE_TEXT || kind == Repair.Kind.MISSING_VALUE ? 1 : 0;
    }
    return bare + plain >= value.size();
  }
}
