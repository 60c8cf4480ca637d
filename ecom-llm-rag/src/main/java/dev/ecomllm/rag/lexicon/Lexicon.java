package dev.ecomllm.rag.lexicon;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The category lexicon: for each node of Google's tree, what listings call it. One JSONL file per
 * top-level category, one row a node. Immutable and thread-safe.
 */
public final class Lexicon {

  private static final ObjectReader ROW = new ObjectMapper().readerFor(LexiconEntry.class);

  private final Map<Long, LexiconEntry> entries;

  private Lexicon(Map<Long, LexiconEntry> entries) {
    this.entries = entries;
  }

  /**
   * The lexicon of this project, for {@link Taxonomy#google()}. Read anew at each call, in about a
   * quarter of a second.
   */
  public static Lexicon builtin() {
    Map<Long, LexiconEntry> entries = new HashMap<>();
    for (Category top : Taxonomy.google().roots()) {
      rows(fileName(top)).forEach(row -> entries.put(row.id(), row));
    }
    return new Lexicon(entries);
  }

  /** A lexicon that knows nothing: what is left is the tree's own words. */
  public static Lexicon empty() {
    return new Lexicon(Map.of());
  }

  /** A lexicon of these rows; of two rows for one id the last counts. */
  public static Lexicon of(List<LexiconEntry> rows) {
    Map<Long, LexiconEntry> entries = new HashMap<>();
    rows.forEach(row -> entries.put(row.id(), row));
    return new Lexicon(entries);
  }

  /** What is known of a category. */
  public Optional<LexiconEntry> find(Category category) {
    return Optional.ofNullable(entries.get(category.id()));
  }

  /** How many categories it knows. */
  public int size() {
    return entries.size();
  }

  /** {@code "home-garden.jsonl"} for Home and Garden. */
  static String fileName(Category top) {
    return top.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".jsonl";
  }

  /** The rows of one file, in the file's order. */
  static List<LexiconEntry> rows(String file) {
    try (InputStream in = Lexicon.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("lexicon file " + file + " is missing from the jar");
      }
      try (MappingIterator<LexiconEntry> rows = ROW.readValues(in)) {
        return rows.readAll();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read lexicon file " + file, e);
    }
  }
}
