package dev.ecomllm.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.json.Candidate.Rank;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what may be JSON in a text: at its beginning, in Markdown fences, or anywhere a bracket
 * begins something that looks like JSON. It goes over the text once; what a candidate takes up is
 * not looked at again.
 */
final class Finder {

  /** An object that is closed too early more often than this is no object. */
  private static final int MOST_REOPENINGS = 20;

  /** Fences in fences deeper than this are no code in a string. */
  private static final int DEEPEST_FENCE = 8;

  /** Fences in strings are looked for this often, each time to the end of the text. */
  private static final int MOST_FENCES_IN_STRINGS = 3;

  private final String text;
  private final char[] s;
  private final RepairOptions options;

  private final List<Candidate> found = new ArrayList<>();
  private final List<Candidate> run = new ArrayList<>();

  private @Nullable Reading begun;
  private @Nullable Reading last;
  private Source source;
  private Beginnings beginnings;
  private int fenceEnd = -1;
  private int doubtful = -1;
  private int reopenings;
  private int fencesInStrings;

  /**
   * A finder for a text.
   *
   * @param begun the strict reading of its first value, so that it is read once
   */
  Finder(String text, Source source, RepairOptions options, Reading begun) {
    this.text = text;
    this.s = source.s;
    this.options = options;
    this.begun = begun;
    this.source = source;
    this.beginnings = new Beginnings(source);
  }

  /** The candidates between two places, in the order of the text. */
  List<Candidate> find(int from, int to) {
    source = source.until(to);
    beginnings = new Beginnings(source);
    found.clear();
    doubtful = -1;
    int i = source.blank(from);
    boolean anchored = true;
    while (i < to) {
      if (source.isFence(i)) {
        endRun();
        i = fence(i);
        anchored = fenceEnd >= 0;
        i = anchored ? source.blank(i) : i;
        continue;
      }
      if (fenceEnd >= 0 && i >= fenceEnd) {
        fenceEnd = -1;
      }
      int end = begins(i, anchored) ? read(i) : i;
      if (end > i) {
        i = source.blank(end);
        anchored = true;
        while (i < to && ",;}])".indexOf(s[i]) >= 0) {
          i = source.blank(i + 1);
        }
      } else {
        endRun();
        anchored = false;
        i = nextStart(i + 1, to);
      }
    }
    endRun();
    if (found.isEmpty() && doubtful >= 0) {
      read(doubtful);
      endRun();
    }
    return List.copyOf(found);
  }

  private void endRun() {
    if (run.stream().anyMatch(part -> part.rank().compareTo(Rank.ASIDE) > 0)) {
      run.removeIf(part -> part.rank() == Rank.ASIDE && part.isGuess());
    }
    if (!run.isEmpty()) {
      found.add(Candidate.several(run));
      run.clear();
    }
  }

  private int nextStart(int i, int to) {
    while (i < to && s[i] != '{' && s[i] != '[' && s[i] != '"' && !source.isFence(i)) {
      i++;
    }
    return i;
  }

  /** Past the mark of a fence and the language behind it. */
  private int fence(int i) {
    boolean opens = fenceEnd < 0;
    while (i < source.end && s[i] == '`') {
      i++;
    }
    if (!opens) {
      fenceEnd = -1;
      return i;
    }
    int language = i;
    while (i < source.end && (Chars.isWord(s[i]) || s[i] == '-' || s[i] == '+')) {
      i++;
    }
    if (source.space(i) == i && source.at(i) != '{' && source.at(i) != '[') {
      i = language;
    }
    fenceEnd = closingFence(i);
    return i;
  }

  /** Where the fence ends; one with a language in front of it ends a fence inside. */
  private int closingFence(int from) {
    int open = 1;
    int line = source.nextLine(from);
    while (line < source.end) {
      int first = source.space(line);
      if (source.isFence(first)) {
        open += Chars.isWord(source.at(first + 3)) ? 1 : -1;
        if (open == 0 || open > DEEPEST_FENCE) {
          return first;
        }
      }
      line = source.nextLine(Math.max(first, line + 1));
    }
    return source.end;
  }

  private boolean begins(int i, boolean anchored) {
    char c = s[i];
    if (c == '{' || c == '[') {
      boolean looksRight = c == '{' ? beginnings.looksLikeObject(i) : beginnings.looksLikeArray(i);
      if (!looksRight && doubtful < 0 && !source.isFence(source.blank(i + 1))) {
        doubtful = i;
      }
      return looksRight;
    }
    if (!anchored) {
      return c == '"' && beginnings.isAtLineStart(i) && beginnings.isMember(i);
    }
    if (!run.isEmpty() && !isSeparated(run.get(run.size() - 1), i)) {
      return false;
    }
    if (c == '(') {
      char inner = source.at(source.blank(i + 1));
      return inner == '"' || inner == '\'' || Chars.isDigit(inner) || inner == '(' || inner == '{';
    }
    return beginnings.isString(i) || beginnings.isScalar(i);
  }

  /** A scalar goes on with what stands before it only behind a comma or in a line of its own. */
  private boolean isSeparated(Candidate before, int i) {
    boolean comma = false;
    for (int j = before.to(); j < i; j++) {
      comma |= s[j] == ',';
    }
    return comma || (before.rank() == Rank.SCALAR && source.nextLine(before.to()) < i);
  }

  /** Reads the candidate there, and says where it ends; there, if it is none. */
  private int read(int from) {
    int end = fenceEnd >= 0 ? Math.max(fenceEnd, from) : source.end;
    boolean quote = s[from] == '"' || s[from] == '\'';
    boolean braceless = quote && beginnings.isMember(from);
    Reading before = braceless ? reopened(from) : null;
    if (before != null) {
      return reopen(from, end, before);
    }
    if (beginnings.isEscaped(from)) {
      return readEscaped(from, end);
    }
    if (braceless) {
      Reading reading = new Reading(text, source, options);
      reading.log().add(Repair.Kind.MISSING_BRACES, from, from, "{");
      reading.tree().openObject();
      reading.members(from, end);
      return add(reading, from);
    }
    Reading reading = begun;
    begun = null;
    if (reading == null || reading.from() != from || source.end != s.length) {
      reading = new Reading(text, source, options);
      reading.strict(from);
    }
    if (!reading.isGood() || !isWhole(reading)) {
      reading.tolerant(end);
    }
    Reading beyond = fenceEnd >= 0 && reading.isCutOff() ? beyondFence(from) : null;
    return add(beyond == null ? reading : beyond, from);
  }

  /** The reading up to the last fence, if what seemed to end this one stands in a string. */
  private @Nullable Reading beyondFence(int from) {
    int last = text.lastIndexOf("\n```", source.end) + 1;
    if (last <= fenceEnd || fencesInStrings++ >= MOST_FENCES_IN_STRINGS) {
      return null;
    }
    Reading reading = new Reading(text, source, options);
    reading.strict(from);
    reading.tolerant(last);
    Candidate candidate = reading.candidate(from);
    if (candidate == null || reading.isCutOff() || candidate.isGuess()) {
      return null;
    }
    fenceEnd = last;
    return reading;
  }

  private int add(Reading reading, int from) {
    Candidate candidate = reading.candidate(from);
    if (candidate == null) {
      return from;
    }
    boolean nothing = candidate.rank() == Rank.ASIDE && candidate.value().isEmpty();
    if (!nothing || run.isEmpty()) {
      run.add(candidate);
      last = reading;
    }
    return Math.max(reading.to(), from + 1);
  }

  /** A scalar ends where something else begins; a string with quotes in it seems to end early. */
  private boolean isWhole(Reading reading) {
    JsonNode root = reading.value();
    if (root == null || root.isContainerNode()) {
      return true;
    }
    int to = reading.to();
    int next = source.blank(to);
    return next >= source.end
        || s[next] == ','
        || s[next] == ';'
        || source.isFence(next)
        || source.nextLine(to) < next;
  }

  /** The reading of the object that just ended, if it goes on here: it was closed too early. */
  private @Nullable Reading reopened(int from) {
    Candidate before = run.isEmpty() ? null : run.get(run.size() - 1);
    boolean goesOn =
        before != null
            && reopenings < MOST_REOPENINGS
            && before.value() instanceof ObjectNode
            && source.nextLine(before.to()) >= from;
    return goesOn ? last : null;
  }

  private int reopen(int from, int end, Reading reading) {
    reopenings++;
    Candidate before = run.remove(run.size() - 1);
    reading.log().add(Repair.Kind.BRACKET, before.to() - 1, before.to(), "");
    reading.tree().reopen((ObjectNode) before.value());
    reading.members(from, end);
    return add(reading, before.from());
  }

  /** The whole of it was escaped as if it stood in a string. */
  private int readEscaped(int from, int end) {
    String plain = Escapes.decode(source.until(end), from, end, new RepairLog(s));
    if (plain.length() >= end - from) {
      return from;
    }
    Source inner = new Source(plain);
    Reading first = new Reading(plain, inner, options);
    first.strict(0);
    Finder finder = new Finder(plain, inner, options, first);
    List<Candidate> candidates = finder.find(0, inner.end);
    Candidate best = best(candidates);
    if (best == null) {
      return from;
    }
    List<Repair> repairs = new ArrayList<>();
    repairs.add(new Repair(Repair.Kind.ESCAPE, from, source.text(from, end), plain));
    for (Repair repair : best.repairs()) {
      repairs.add(new Repair(repair.kind(), from, repair.before(), repair.after()));
    }
    run.add(new Candidate(best.value(), from, end, best.rank(), repairs));
    last = null;
    return end;
  }

  /** The last of those that look most like an answer; null if there is none. */
  static @Nullable Candidate best(List<Candidate> candidates) {
    Candidate best = null;
    for (Candidate candidate : candidates) {
      if (best == null || candidate.rank().compareTo(best.rank()) >= 0) {
        best = candidate;
      }
    }
    return best;
  }
}
