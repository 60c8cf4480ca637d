package dev.ecomllm.classify;

import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the node that a written path means: the path itself; else the node that shares most names
 * with it or the one whose path looks most alike, whichever is the surer. Immutable and
 * thread-safe.
 */
final class PathSnap {

  /** Below these, what was written means nothing in this tree. */
  private static final double LEAST_NAMES = 0.5;

  private static final double LEAST_LIKENESS = 0.45;

  /** A path has at most so many characters that matter, whatever a model writes. */
  private static final int LONGEST = 400;

  private static final Pattern ARROW = Pattern.compile("->|[>\u203A\u00BB\u2192]");
  private static final Pattern SLASH = Pattern.compile("[/|:\\\\]");
  private static final Pattern NOT_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

  private static final int[] NOWHERE = {};

  private final Taxonomy taxonomy;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, List<Entry>> byName = new HashMap<>();
  private final Map<String, int[]> byTrigram = new HashMap<>();

  PathSnap(Taxonomy taxonomy) {
    this.taxonomy = taxonomy;
    Map<String, List<Integer>> indexes = new HashMap<>();
    for (Category category : taxonomy.categories()) {
      List<String> names = category.path().names().stream().map(PathSnap::plain).toList();
      Set<String> trigrams = trigrams(names);
      Entry entry = new Entry(category, names, trigrams.size());
      add(byName, names.get(names.size() - 1), entry);
      trigrams.forEach(trigram -> add(indexes, trigram, entries.size()));
      entries.add(entry);
    }
    indexes.forEach(
        (trigram, list) -> byTrigram.put(trigram, list.stream().mapToInt(i -> i).toArray()));
  }

  /**
   * A node, and how surely it is meant.
   *
   * @param category the node
   * @param certainty 1 if its path was written; for names the Dice coefficient of the names in
   *     order (one name too many in a path of three: 0.86); for text that of the trigrams. The
   *     model's probability counts times that
   */
  record Snapped(Category category, double certainty) {}

  private record Entry(Category category, List<String> names, int trigrams) {}

  Optional<Snapped> snap(String written) {
    Optional<Category> exact = taxonomy.byPath(written);
    if (exact.isPresent()) {
      return Optional.of(new Snapped(exact.get(), 1));
    }
    List<String> names = new ArrayList<>();
    String text = written.substring(0, Math.min(written.length(), LONGEST));
    Pattern separator = ARROW.matcher(text).find() ? ARROW : SLASH;
    for (String name : separator.split(text, -1)) {
      if (!plain(name).isEmpty()) {
        names.add(plain(name));
      }
    }
    if (names.isEmpty()) {
      return Optional.empty();
    }
    Optional<Snapped> alike = byText(names);
    return byNames(names)
        .filter(same -> alike.isEmpty() || same.certainty() >= alike.get().certainty())
        .or(() -> alike);
  }

  private Optional<Snapped> byNames(List<String> written) {
    Snapped best = null;
    for (int end = written.size(); end > 0; end--) {
      for (Entry entry : byName.getOrDefault(written.get(end - 1), List.of())) {
        int shared = inOrder(written.subList(0, end), entry.names());
        double likeness = 2.0 * shared / (written.size() + entry.names().size());
        if (likeness >= LEAST_NAMES && (best == null || likeness > best.certainty())) {
          best = new Snapped(entry.category(), likeness);
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private Optional<Snapped> byText(List<String> written) {
    Set<String> trigrams = trigrams(written);
    int[] shared = new int[entries.size()];
    for (String trigram : trigrams) {
      for (int index : byTrigram.getOrDefault(trigram, NOWHERE)) {
        shared[index]++;
      }
    }
    Snapped best = null;
    for (int i = 0; i < shared.length; i++) {
      Entry entry = entries.get(i);
      double likeness = 2.0 * shared[i] / (trigrams.size() + entry.trigrams());
      if (likeness >= LEAST_LIKENESS && (best == null || likeness > best.certainty())) {
        best = new Snapped(entry.category(), likeness);
      }
    }
    return Optional.ofNullable(best);
  }

  private static <T> void add(Map<String, List<T>> index, String key, T value) {
    index.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
  }

  /** How many names the two have in common in the same order. */
  private static int inOrder(List<String> a, List<String> b) {
    int[] row = new int[b.size() + 1];
    for (String name : a) {
      int diagonal = 0;
      for (int j = 1; j <= b.size(); j++) {
        int above = row[j];
        row[j] = name.equals(b.get(j - 1)) ? diagonal + 1 : Math.max(above, row[j - 1]);
        diagonal = above;
      }
    }
    return row[b.size()];
  }

  /** Lower case, without accents, "and" for "&amp;", single spaces between words. */
  static String plain(String name) {
    String decomposed = Normalizer.normalize(name, Normalizer.Form.NFKD).replaceAll("\\p{M}+", "");
    String words = decomposed.replace("&", " and ").toLowerCase(Locale.ROOT);
    return NOT_WORD.matcher(words).replaceAll(" ").strip();
  }

  private static Set<String> trigrams(List<String> names) {
    Set<String> trigrams = new HashSet<>();
    String text = "  " + String.join("  ", names) + "  ";
    for (int i = 0; i + 3 <= text.length(); i++) {
      trigrams.add(text.substring(i, i + 3));
    }
    return trigrams;
  }
}
