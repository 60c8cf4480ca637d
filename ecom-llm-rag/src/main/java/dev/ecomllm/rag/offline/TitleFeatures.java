package dev.ecomllm.rag.offline;

import dev.ecomllm.extract.normal.AttributeKind;
import dev.ecomllm.extract.normal.Gazetteer;
import dev.ecomllm.extract.normal.Quantities;
import dev.ecomllm.rag.offline.KnownValues.Counts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a {@link ChoiceModel} sees of a title, as hashed features. A candidate's features are those
 * of its first token as a beginning, of its last as an end, of each token as a part, and its own as
 * a whole: the first three are shared by many candidates and computed once. Features do not name
 * the attribute asked for; the model has weights for each. In their names a is the first token, z
 * the last, p the one before, q the one after.
 */
final class TitleFeatures {

  private static final int EDGE = "^".hashCode();
  private static final int APART = -1;

  final Lesson title;
  final List<Candidate> candidates;
  final int[][] begins;
  final int[][] ends;
  final int[][] parts;
  final int[][] wholes;
  final int[] absent;

  private final List<Token> tokens;
  private final List<Counts> here = new ArrayList<>();
  private final List<Counts> anywhere = new ArrayList<>();
  private final List<List<Counts>> values = new ArrayList<>();
  private final int[] segments;
  private final List<Place> places;

  /** A stretch of the title that rules recognise: a colour, a length. */
  private record Place(int kind, int start, int end) {}

  /**
   * @param title to look at
   * @param ofCategory what titles of the same category taught
   * @param ofAll what titles of all categories taught
   */
  TitleFeatures(Lesson title, KnownValues ofCategory, KnownValues ofAll) {
    this.title = title;
    this.tokens = title.tokens();
    this.candidates = Candidate.of(title, ofCategory);
    for (Token token : tokens) {
      here.add(ofCategory.word(token.lower(), title));
      anywhere.add(ofAll.word(token.lower(), title));
    }
    this.segments = segments(tokens);
    this.places = places(title.title());
    int n = tokens.size();
    this.begins = new int[n][];
    this.ends = new int[n][];
    this.parts = new int[n][];
    for (int i = 0; i < n; i++) {
      begins[i] = begin(i);
      ends[i] = end(i);
      parts[i] = part(i);
    }
    this.wholes = new int[candidates.size()][];
    for (int c = 0; c < wholes.length; c++) {
      Candidate candidate = candidates.get(c);
      values.add(
          List.of(ofCategory.value(candidate.key(), title), ofAll.value(candidate.key(), title)));
      wholes[c] = whole(candidate, values.get(c));
    }
    this.absent = absent();
  }

  private static int[] segments(List<Token> tokens) {
    int[] segments = new int[tokens.size()];
    for (int i = 0; i < segments.length; i++) {
      segments[i] = (i == 0 ? 0 : segments[i - 1]) + (tokens.get(i).isSeparator() ? 1 : 0);
    }
    return segments;
  }

  private static List<Place> places(String title) {
    List<Place> places = new ArrayList<>();
    for (AttributeKind kind : AttributeKind.values()) {
      for (Gazetteer.Found found : kind.find(title)) {
        places.add(new Place(kind.name().hashCode(), found.start(), found.end()));
      }
    }
    for (Quantities.Found found : Quantities.find(title)) {
      int dimension = found.quantity().dimension().hashCode();
      places.add(new Place(dimension, found.start(), found.end()));
    }
    return places;
  }

  private int word(int i) {
    return i < 0 || i >= tokens.size() ? EDGE : tokens.get(i).word().hashCode();
  }

  private int shape(int i) {
    return i < 0 || i >= tokens.size() ? EDGE : tokens.get(i).shape().hashCode();
  }

  private int rarity(int i) {
    return i < 0 || i >= tokens.size() ? EDGE : anywhere.get(i).rarity();
  }

  private int mostly(int i) {
    return i < 0 || i >= tokens.size() ? EDGE : here.get(i).mostly();
  }

  private int mostlyAnywhere(int i) {
    return i < 0 || i >= tokens.size() ? EDGE : anywhere.get(i).mostly();
  }

  private boolean parted(int i) {
    return i < 0 || i >= tokens.size() || tokens.get(i).isSeparator();
  }

  private boolean glued(int left, int right) {
    return left >= 0
        && right < tokens.size()
        && tokens.get(left).end() == tokens.get(right).start();
  }

  private int[] begin(int i) {
    Hashes f = new Hashes();
    f.add("a", word(i));
    f.add("p", word(i - 1));
    f.add("pp", word(i - 2));
    f.add("p2", word(i - 2), word(i - 1));
    f.add("pa", word(i - 1), word(i));
    f.add("aq", word(i), word(i + 1));
    f.add("sha", shape(i));
    f.add("shp", shape(i - 1));
    f.add("shpa", shape(i - 1), shape(i));
    f.add("at", Math.min(i, 6));
    f.add("seg", Math.min(segments[i], 4), parted(i - 1) ? 1 : 0);
    f.add("ra", rarity(i));
    f.add("rpa", rarity(i - 1), rarity(i));
    f.add("r/at", rarity(i), Math.min(i, 4));
    f.add("r/sh", rarity(i), shape(i));
    f.add("ma", mostly(i));
    f.add("mp", mostly(i - 1));
    f.add("mpa", mostly(i - 1), mostly(i));
    f.add("gma", mostlyAnywhere(i));
    f.add("gmpa", mostlyAnywhere(i - 1), mostlyAnywhere(i));
    affixes("a", tokens.get(i).lower(), f);
    if (glued(i - 1, i)) {
      f.add("gl", shape(i - 1), shape(i));
    }
    return f.toArray();
  }

  private int[] end(int i) {
    Hashes f = new Hashes();
    f.add("z", word(i));
    f.add("q", word(i + 1));
    f.add("qq", word(i + 2));
    f.add("q2", word(i + 1), word(i + 2));
    f.add("zq", word(i), word(i + 1));
    f.add("zz", word(i - 1), word(i));
    f.add("shz", shape(i));
    f.add("shq", shape(i + 1));
    f.add("shzq", shape(i), shape(i + 1));
    f.add("left", Math.min(tokens.size() - i, 6));
    f.add("re", parted(i + 1) ? 1 : 0);
    f.add("rz", rarity(i));
    f.add("rzq", rarity(i), rarity(i + 1));
    f.add("mz", mostly(i));
    f.add("mq", mostly(i + 1));
    f.add("mzq", mostly(i), mostly(i + 1));
    f.add("gmz", mostlyAnywhere(i));
    f.add("gmzq", mostlyAnywhere(i), mostlyAnywhere(i + 1));
    affixes("z", tokens.get(i).lower(), f);
    if (glued(i, i + 1)) {
      f.add("gr", shape(i), shape(i + 1));
    }
    return f.toArray();
  }

  private static void affixes(String where, String lower, Hashes f) {
    if (lower.length() > 3) {
      f.add("prefix", where.hashCode(), lower.substring(0, 3).hashCode());
      f.add("suffix", where.hashCode(), lower.substring(lower.length() - 3).hashCode());
    }
  }

  private int[] part(int i) {
    Hashes f = new Hashes();
    f.add("in", word(i));
    f.add("insh", shape(i));
    f.add("inm", mostly(i));
    f.add("ingm", mostlyAnywhere(i));
    f.add("inr", rarity(i));
    return f.toArray();
  }

  private int[] whole(Candidate candidate, List<Counts> counts) {
    Hashes f = new Hashes();
    int from = candidate.from();
    int to = candidate.to();
    int length = Math.min(to - from, 6);
    int key = candidate.key().hashCode();
    f.add("len", length);
    f.add("all", key);
    f.add("pq", word(from - 1), word(to));
    if (to - from > 1) {
      f.add("az", word(from), word(to - 1));
    }
    int shapes = 0;
    for (int i = from; i < Math.min(to, from + 4); i++) {
      shapes = shapes * 31 + shape(i);
    }
    f.add("shapes", shapes);
    f.add("at/len", Math.min(from, 3), length);
    f.add("left/len", Math.min(tokens.size() - to, 3), length);
    int edges =
        (parted(from - 1) ? 1 : 0)
            + (parted(to) ? 2 : 0)
            + (segments[from] == segments[to - 1] ? 0 : 4);
    f.add("edges", edges);
    f.add("edges/seg", edges, Math.min(segments[from], 3));
    f.add("edges/len", edges, length);
    if (candidate.ending() > 0) {
      String last = tokens.get(to - 1).lower();
      f.add("ending", 0);
      f.add("ending", last.substring(last.length() - candidate.ending()).hashCode());
      f.add("ending/all", key);
    }
    int start = tokens.get(from).start();
    int end = tokens.get(to - 1).end();
    for (Place place : places) {
      int relation = relation(place, start, end);
      if (relation != APART) {
        f.add("place", place.kind(), relation);
      }
    }
    known("d", counts.get(0), f);
    known("g", counts.get(1), f);
    return f.toArray();
  }

  private static int relation(Place place, int start, int end) {
    int edges = (place.start() == start ? 1 : 0) + (place.end() == end ? 2 : 0);
    if (edges == 3) {
      return 3;
    } else if (place.start() >= start && place.end() <= end) {
      return 4 + edges;
    } else if (place.start() < end && place.end() > start) {
      return 8 + edges;
    }
    boolean before = place.end() <= start && place.end() >= start - 2;
    boolean after = place.start() >= end && place.start() <= end + 2;
    return before ? 12 : after ? 13 : APART;
  }

  private static void known(String name, Counts counts, Hashes f) {
    counts
        .as()
        .forEach(
            (attribute, times) -> {
              f.add(name, attribute.hashCode());
              f.add(name, attribute.hashCode(), counts.share(attribute), times > 2 ? 1 : 0);
            });
  }

  private int[] absent() {
    Hashes f = new Hashes();
    f.add("absent", 0);
    f.add("absent", title.category().hashCode());
    f.add("tokens", tokens.size() / 4);
    Set<Integer> once = new HashSet<>();
    for (int i = 0; i < tokens.size(); i++) {
      if (once.add(word(i))) {
        f.add("has", word(i));
      }
      f.add("has2", word(i), word(i + 1));
    }
    for (Place place : places) {
      if (once.add(place.kind())) {
        f.add("has", place.kind());
      }
    }
    return f.toArray();
  }

  /** What is known of this title's words and pieces as values of one attribute. */
  ForAttribute of(String attribute) {
    return new ForAttribute(attribute);
  }

  /** The features that depend on the attribute asked for, beside those of the title. */
  final class ForAttribute {

    final String attribute;
    final int[][] begins;
    final int[][] ends;
    final int[][] parts;
    final int[][] wholes;
    final int[] absent;
    final boolean[] right;

    private ForAttribute(String attribute) {
      this.attribute = attribute;
      int n = tokens.size();
      int[] share = new int[n + 2];
      share[0] = 9;
      share[n + 1] = 9;
      for (int i = 0; i < n; i++) {
        share[i + 1] = here.get(i).share(attribute);
      }
      this.begins = new int[n][];
      this.ends = new int[n][];
      this.parts = new int[n][];
      for (int i = 0; i < n; i++) {
        int own = share[i + 1];
        int all = anywhere.get(i).share(attribute);
        begins[i] = Hashes.of("Ba", own, "Bpa", share[i] * 16 + own, "Ga", all);
        ends[i] = Hashes.of("Ez", own, "Ezq", share[i + 2] * 16 + own, "Gz", all);
        parts[i] = Hashes.of("I", own, "GI", all);
      }
      this.wholes = new int[candidates.size()][];
      this.right = new boolean[candidates.size()];
      int best = 0;
      for (int c = 0; c < wholes.length; c++) {
        Candidate candidate = candidates.get(c);
        Counts counts = values.get(c).get(0);
        wholes[c] = whole(candidate, counts, values.get(c).get(1), share);
        best = counts.times(attribute) > 0 ? Math.max(best, 1 + counts.share(attribute)) : best;
        right[c] = title.states(attribute, candidate.text());
      }
      this.absent = Hashes.of("N", best, "Nc", title.category().hashCode() + best);
    }

    private int[] whole(Candidate candidate, Counts counts, Counts all, int[] share) {
      Hashes f = new Hashes();
      if (counts.times(attribute) > 0) {
        f.add("D", 0);
        f.add("D", counts.share(attribute), counts.times(attribute) > 2 ? 1 : 0);
        f.add("D/len", Math.min(candidate.to() - candidate.from(), 6));
      }
      if (all.times(attribute) > 0) {
        f.add("G", 0);
        f.add("G", all.share(attribute), all.times(attribute) > 2 ? 1 : 0);
      }
      int[] of = new int[5];
      for (int i = candidate.from(); i < candidate.to(); i++) {
        of[share[i + 1] + 1]++;
      }
      int all5 = 0;
      for (int times : of) {
        all5 = all5 * 3 + Math.min(times, 2);
      }
      f.add("shares", all5);
      return f.toArray();
    }

    /** Whether a labelled title states its value of the attribute as one of the candidates. */
    boolean isStated() {
      for (boolean one : right) {
        if (one) {
          return true;
        }
      }
      return false;
    }

    TitleFeatures title() {
      return TitleFeatures.this;
    }
  }

  /** Hashes of features, each made of a name and numbers. */
  private static final class Hashes {

    private int[] hashes = new int[32];
    private int size;

    void add(String name, int... numbers) {
      int hash = name.hashCode();
      for (int number : numbers) {
        hash = (hash ^ number) * 0x9E3779B1;
        hash ^= hash >>> 15;
      }
      if (size == hashes.length) {
        hashes = Arrays.copyOf(hashes, 2 * size);
      }
      hashes[size++] = hash;
    }

    static int[] of(Object... namesAndNumbers) {
      Hashes f = new Hashes();
      for (int i = 0; i < namesAndNumbers.length; i += 2) {
        f.add((String) namesAndNumbers[i], (Integer) namesAndNumbers[i + 1]);
      }
      return f.toArray();
    }

    int[] toArray() {
      return Arrays.copyOf(hashes, size);
    }
  }
}
