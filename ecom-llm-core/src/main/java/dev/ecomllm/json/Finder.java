package dev.ecomllm.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.json.Candidate.Rank;
import dev.ecomllm.json.StrictReader.Due;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what may be JSON in a text: at its beginning, in Markdown fences, or anywhere a bracket
 * begins something that looks like JSON. It goes over the text once; what a candidate takes up is
 * not looked at again.
 */
final class Finder {

  private final String text;
  private final char[] s;
  private final RepairOptions options;

  private final List<Candidate> found = new ArrayList<>();
  private final List<Candidate> run = new ArrayList<>();

  private Source source;
  private Beginnings beginnings;
  private int fenceEnd = -1;
  private int doubtful = -1;

  Finder(String text, char[] s, RepairOptions options) {
    this.text = text;
    this.s = s;
    this.options = options;
    this.source = new Source(s, s.length);
    this.beginnings = new Beginnings(source);
  }

  /** The candidates between two places, in the order of the text. */
  List<Candidate> find(int from, int to) {
    source = new Source(s, to);
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

  private int closingFence(int from) {
    int line = source.nextLine(from);
    while (line < source.end) {
      int first = source.space(line);
      if (source.isFence(first)) {
        return first;
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
    return Chars.isQuote(c) || (c == '\\' && source.at(i + 1) == '"') || beginnings.isScalar(i);
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
    RepairLog log = new RepairLog(s);
    Tree tree = new Tree(text, options.maxDepth(), log);
    boolean braceless = s[from] == '"' && beginnings.isMember(from);
    if (braceless && reopens(from)) {
      return reopen(from);
    }
    int end = fenceEnd >= 0 ? Math.max(fenceEnd, from) : source.end;
    if (beginnings.isEscaped(from)) {
      return readEscaped(from, end);
    }
    if (braceless) {
      log.add(Repair.Kind.MISSING_BRACES, from, from, "{");
      tree.openObject();
      TolerantReader reader = reader(end, tree, log);
      reader.read(from, Due.KEY);
      return add(from, reader.at(), tree, log, false);
    }
    StrictReader strict = new StrictReader(source, tree);
    if (strict.read(from) && isWhole(strict.at(), tree)) {
      return add(from, strict.at(), tree, log, false);
    }
    TolerantReader reader = reader(end, tree, log);
    reader.resume(strict);
    return add(from, reader.at(), tree, log, reader.isCutOff());
  }

  /** A scalar ends where something else begins; a string with quotes in it seems to end early. */
  private boolean isWhole(int to, Tree tree) {
    JsonNode root = tree.root();
    if (root == null || root.isContainerNode()) {
      return true;
    }
    int next = source.blank(to);
    return next >= source.end
        || s[next] == ','
        || s[next] == ';'
        || source.isFence(next)
        || source.nextLine(to) < next;
  }

  private TolerantReader reader(int end, Tree tree, RepairLog log) {
    return new TolerantReader(
        end == source.end ? source : new Source(s, end), tree, log, options.truncated());
  }

  private int add(int from, int to, Tree tree, RepairLog log, boolean cutOff) {
    JsonNode value = tree.root();
    if (value == null) {
      return from;
    }
    if (cutOff && value.isEmpty() && !run.isEmpty()) {
      return Math.max(to, from + 1);
    }
    run.add(new Candidate(value, from, to, rank(value, log, cutOff), log.repairs()));
    return Math.max(to, from + 1);
  }

  private static Rank rank(JsonNode value, RepairLog log, boolean cutOff) {
    if (!value.isContainerNode()) {
      return Rank.SCALAR;
    }
    if (value.isEmpty() || isWords(value, log)) {
      return Rank.ASIDE;
    }
    return cutOff ? Rank.CUT_OFF : Rank.COMPLETE;
  }

  /** Nothing but words without quotes and numbers, as in {@code [1]} or {@code {your name}}. */
  private static boolean isWords(JsonNode value, RepairLog log) {
    int bare = 0;
    for (Repair repair : log.repairs()) {
      Repair.Kind kind = repair.kind();
      bare += kind == Repair.Kind.BARE_TEXT || kind == Repair.Kind.MISSING_VALUE ? 1 : 0;
    }
    int plain = 0;
    for (JsonNode item : value) {
      if (item.isContainerNode()) {
        return false;
      }
      plain += value.isArray() && item.isNumber() ? 1 : 0;
    }
    return bare + plain >= value.size();
  }

  /** Whether an object that just ended goes on here: it was closed too early. */
  private boolean reopens(int from) {
    return !run.isEmpty()
        && run.get(run.size() - 1).value() instanceof ObjectNode
        && source.nextLine(run.get(run.size() - 1).to()) >= from;
  }

  private int reopen(int from) {
    Candidate before = run.remove(run.size() - 1);
    RepairLog log = new RepairLog(s);
    before.repairs().forEach(log::add);
    log.add(Repair.Kind.BRACKET, before.to() - 1, before.to(), "");
    Tree tree = new Tree(text, options.maxDepth(), log);
    tree.reopen((ObjectNode) before.value());
    TolerantReader reader = reader(fenceEnd >= 0 ? fenceEnd : source.end, tree, log);
    reader.read(from, Due.KEY);
    return add(before.from(), reader.at(), tree, log, reader.isCutOff());
  }

  /** The whole of it was escaped as if it stood in a string. */
  private int readEscaped(int from, int end) {
    String plain = Escapes.decode(new Source(s, end), from, end, new RepairLog(s));
    if (plain.length() >= end - from) {
      return from;
    }
    Finder inner = new Finder(plain, plain.toCharArray(), options);
    List<Candidate> candidates = inner.find(0, plain.length());
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
