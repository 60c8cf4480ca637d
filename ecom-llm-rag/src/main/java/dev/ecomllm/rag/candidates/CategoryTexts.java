package dev.ecomllm.rag.candidates;

import dev.ecomllm.rag.lexicon.Lexicon;
import dev.ecomllm.rag.lexicon.LexiconEntry;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.CategoryPath;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What the lexicon and the tree say of a category: how common its listings are, listing titles,
 * names, the label with its names, and the path. The classifier learns from these and from nothing
 * else.
 *
 * @param category the node
 * @param listings the step of {@link LexiconEntry#listings()}, 0 without an entry
 * @param titles listing titles, possibly none
 * @param names what things filed here are called, possibly none
 * @param label the node's own name with the first of its other names
 * @param path the names of the path
 */
public record CategoryTexts(
    Category category,
    int listings,
    List<String> titles,
    List<String> names,
    String label,
    String path) {

  /** More names than this make a label vague. */
  private static final int NAMES_IN_LABEL = 8;

  /** Copies. */
  public CategoryTexts {
    titles = List.copyOf(titles);
    names = List.copyOf(names);
  }

  /** The texts of one category. */
  public static CategoryTexts of(Category category, Lexicon lexicon) {
    String path = String.join(" ", category.path().names());
    List<String> names = lexicon.find(category).map(LexiconEntry::names).orElse(List.of());
    String label =
        names.isEmpty()
            ? path
            : category.name()
                + ": "
                + String.join(", ", names.subList(0, Math.min(NAMES_IN_LABEL, names.size())));
    return new CategoryTexts(
        category,
        lexicon.find(category).map(LexiconEntry::listings).orElse(0),
        lexicon.find(category).map(LexiconEntry::titles).orElse(List.of()),
        names,
        label,
        path);
  }

  /** All of them. */
  public List<String> all() {
    List<String> all = new ArrayList<>(titles);
    all.addAll(names);
    all.add(label);
    all.add(path);
    return all;
  }

  /** SHA-256 over the texts of all categories, in hexadecimal: what a model was trained on. */
  public static String hash(List<CategoryTexts> texts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (CategoryTexts one : texts) {
        digest.update(
            (one.category.id()
                    + CategoryPath.SEPARATOR
                    + one.listings
                    + "\n"
                    + String.join("\n", one.all())
                    + "\n\n")
                .getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
