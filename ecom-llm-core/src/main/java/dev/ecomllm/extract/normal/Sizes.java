package dev.ecomllm.extract.normal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes of clothes and shoes, and their canonical names. */
public final class Sizes {

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("small", "S"),
          Map.entry("sm", "S"),
          Map.entry("s", "S"),
          Map.entry("medium", "M"),
          Map.entry("med", "M"),
          Map.entry("m", "M"),
          Map.entry("large", "L"),
          Map.entry("lg", "L"),
          Map.entry("lrg", "L"),
          Map.entry("l", "L"));

  private static final Pattern LETTERS =
      Pattern.compile(
          "(?<n>[2-9])?(?<x>x+|extra|(?:x|extra)[- ](?:extra[- ])?)?[- ]?"
              + "(?<s>small|sm|s|medium|med|m|large|lrg|lg|l)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern PLUS = Pattern.compile("([1-9])x", Pattern.CASE_INSENSITIVE);
  private static final Pattern SHOE =
      Pattern.compile(
          "(?:(?<a>us|uk|eu|eur)\\s*(?:size\\s*)?)?(?<n>\\d{1,2}(?:[.,]\\d|\\s?½|\\s1/2)?)"
              + "(?:\\s*(?<w>\\(?(?:[mwnd]|ee|wide|narrow|medium|b\\(m\\)|d\\(m\\))\\)?))?"
              + "(?:\\s*(?<b>us|uk|eu|eur))?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern ONE =
      Pattern.compile(
          "(?:one|1|free)[- ]?size(?: fits (?:all|most))?|osfa|osfm|os", Pattern.CASE_INSENSITIVE);

  /** A size that a text states plainly. */
  private static final Pattern STATED =
      Pattern.compile(
          "\\b(?:size[: ]+(?<v>(?:[2-9]?x{0,3}[- ]?(?:small|medium|large|s|m|l)|\\d{1,3}(?:\\.5)?)"
              + "(?: ?(?:us|uk|eu))?)"
              + "|(?<w>(?:[2-5]?x|xx|xxx|extra)[- ]?(?:small|large)|[2-5]xl|xx?x?l|xx?s"
              + "|one[- ]size(?: fits (?:all|most))?)"
              + "|(?<d>\\d{1,2}(?:\\.5)? (?:[MWDN] )?(?:US|UK|EU))"
              + "|(?<e>(?:US|UK|EU) (?:size )?\\d{1,2}(?:\\.5)?))(?![\\p{L}\\p{Nd}])",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern LAST =
      Pattern.compile(
          "[,(\\-/|]\\s*(?<v>small|medium|large|[SML])\\s*\\)?\\s*$", Pattern.CASE_INSENSITIVE);

  private Sizes() {}

  /**
   * The canonical name: {@code "XL"} for {@code "Extra Large"}, {@code "US 10 M"} for {@code "10 M
   * US"}. Absent if it is no size of these kinds.
   */
  public static Optional<String> normalize(String text) {
    String size = text.strip().replaceFirst("(?i)^size[: ]+", "").strip();
    if (ONE.matcher(size).matches()) {
      return Optional.of("one size");
    }
    Matcher letters = LETTERS.matcher(size);
    if (letters.matches()) {
      return letters(letters);
    }
    Matcher plus = PLUS.matcher(size);
    if (plus.matches()) {
      return Optional.of(plus.group(1) + "X");
    }
    Matcher shoe = SHOE.matcher(size);
    return shoe.matches() ? Optional.of(shoe(shoe)) : Optional.empty();
  }

  /** The sizes that a text states, as places in UTF-16 units with their canonical names. */
  public static List<Gazetteer.Found> find(String text) {
    List<Gazetteer.Found> found = new ArrayList<>();
    Matcher stated = STATED.matcher(text);
    while (stated.find()) {
      for (String group : List.of("v", "w", "d", "e")) {
        add(found, text, stated, group);
      }
    }
    Matcher last = LAST.matcher(text);
    if (found.isEmpty() && last.find()) {
      add(found, text, last, "v");
    }
    return found;
  }

  private static void add(List<Gazetteer.Found> found, String text, Matcher matcher, String group) {
    if (matcher.group(group) != null
        && Boundary.isAt(text, matcher.start(group))
        && Boundary.isAt(text, matcher.end(group))) {
      normalize(matcher.group(group))
          .ifPresent(
              name ->
                  found.add(new Gazetteer.Found(matcher.start(group), matcher.end(group), name)));
    }
  }

  private static Optional<String> letters(Matcher m) {
    String base = WORDS.get(m.group("s").toLowerCase(Locale.ROOT));
    int x = m.group("n") != null ? Integer.parseInt(m.group("n")) : 0;
    String extra = m.group("x") == null ? "" : m.group("x").toLowerCase(Locale.ROOT);
    if (x == 0 && !extra.isEmpty()) {
      boolean words = extra.contains("extra");
      x = words ? extra.split("[- ]+").length : (int) extra.chars().filter(c -> c == 'x').count();
    } else if (x > 0 && extra.isEmpty()) {
      return Optional.empty(); // "3L" says litres
    }
    if (base == null || (x > 0 && base.equals("M"))) {
      return Optional.empty();
    }
    return Optional.of((x > 3 ? x + "X" : "X".repeat(x)) + base);
  }

  private static String shoe(Matcher m) {
    String region = m.group("a") != null ? m.group("a") : m.group("b");
    String number = m.group("n").replace(',', '.').replaceFirst("\\s?½|\\s1/2", ".5");
    StringBuilder size = new StringBuilder();
    if (region != null) {
      size.append(region.toUpperCase(Locale.ROOT).replace("EUR", "EU")).append(' ');
    }
    size.append(number);
    if (m.group("w") != null) {
      size.append(' ').append(m.group("w").replaceAll("[()]", "").toUpperCase(Locale.ROOT));
    }
    return size.toString();
  }
}
