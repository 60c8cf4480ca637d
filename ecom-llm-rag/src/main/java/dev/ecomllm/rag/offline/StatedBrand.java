package dev.ecomllm.rag.offline;

import dev.ecomllm.extract.Evidence;
import dev.ecomllm.extract.EvidenceFinder;
import dev.ecomllm.extract.normal.AttributeKind;
import dev.ecomllm.extract.normal.Gazetteer;
import dev.ecomllm.extract.normal.Words;
import dev.ecomllm.extract.normal.Words.Word;
import dev.ecomllm.product.Product;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The brand: what the shop's data names, else a well-known name at the title's start, else the
 * title's first word where it looks like a name.
 */
final class StatedBrand {

  private static final Gazetteer KNOWN = Gazetteer.resource(StatedBrand.class, "brands.tsv");
  private static final Gazetteer COMMON = Gazetteer.resource(StatedBrand.class, "not-brands.tsv");

  /** Words that may go on with a name: Dr. Oetker, Dr. Martens. */
  private static final Pattern NAME =
      Pattern.compile(
          "^\\s*((?:Dr\\.|Mr\\.|St\\.|The)?\\s?[\\p{Lu}\\d][\\p{L}\\p{Nd}.'’-]*"
              + "(?:\\s?[&+]\\s?\\p{Lu}[\\p{L}'’-]*)?)");

  private static final Pattern BY =
      Pattern.compile(
          "\\bby ((?:\\p{Lu}[\\p{L}\\p{Nd}&'’-]*)(?: \\p{Lu}[\\p{L}\\p{Nd}&'’-]*){0,2})");

  /** How far into a title a well-known name still is its brand. */
  private static final int NEAR = 40;

  private StatedBrand() {}

  static Optional<Evidence> find(Product product, EvidenceFinder finder) {
    if (!product.brand().isBlank()) {
      return finder.find(product.brand());
    }
    String title = product.title();
    for (Gazetteer.Found known : KNOWN.find(title)) {
      if (known.start() < NEAR && Character.isUpperCase(title.codePointAt(known.start()))) {
        return Optional.of(Evidence.at("title", title, known.start(), known.end()));
      }
    }
    Matcher by = BY.matcher(title);
    if (by.find()) {
      return Optional.of(Evidence.at("title", title, by.start(1), by.end(1)));
    }
    Matcher name = NAME.matcher(title);
    if (name.find() && isName(name.group(1))) {
      return Optional.of(Evidence.at("title", title, name.start(1), name.end(1)));
    }
    return Optional.empty();
  }

  private static boolean isName(String text) {
    List<Word> words = Words.of(text);
    if (words.isEmpty() || text.length() < 2 || Character.isDigit(text.charAt(0))) {
      return false;
    }
    String first = text.substring(words.get(0).start(), words.get(0).end());
    return COMMON.canonical(first).isEmpty() && AttributeKind.recognizing(first).isEmpty();
  }
}
