package dev.ecomllm.extract.normal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds and reads quantities: {@code 30-hour}, {@code 2 x 500 ml}, {@code 5-10 kg}, {@code 5 1/2"},
 * {@code 10 x 20 x 5 cm}, {@code 1,5 l}, {@code thirty hours}, {@code pack of 6}. Thread-safe.
 */
public final class Quantities {

  private static final Map<String, Integer> WORDS =
      Map.ofEntries(
          Map.entry("one", 1),
          Map.entry("two", 2),
          Map.entry("three", 3),
          Map.entry("four", 4),
          Map.entry("five", 5),
          Map.entry("six", 6),
          Map.entry("seven", 7),
          Map.entry("eight", 8),
          Map.entry("nine", 9),
          Map.entry("ten", 10),
          Map.entry("eleven", 11),
          Map.entry("twelve", 12),
          Map.entry("fifteen", 15),
          Map.entry("twenty", 20),
          Map.entry("thirty", 30),
          Map.entry("forty", 40),
          Map.entry("fifty", 50),
          Map.entry("sixty", 60),
          Map.entry("hundred", 100));

  private static final Map<String, String> VULGAR =
      Map.of(
          "½",
          "0.5",
          "¼",
          "0.25",
          "¾",
          "0.75",
          "⅓",
          "0.333333333333",
          "⅔",
          "0.666666666667",
          "⅛",
          "0.125",
          "⅜",
          "0.375",
          "⅝",
          "0.625",
          "⅞",
          "0.875");

  private static final String DIGITS = "\\d+(?:[.,]\\d+)*";
  private static final String FRACTION = "\\d{1,2}/(?:2|3|4|8|16|32|64)(?!\\d)";
  private static final String NUMBER =
      "(?:"
          + FRACTION
          + "|"
          + DIGITS
          + "(?:[ -]"
          + FRACTION
          + "|[ ]?[½¼¾⅓⅔⅛⅜⅝⅞])?"
          + "|[½¼¾⅓⅔⅛⅜⅝⅞]|\\.\\d+|"
          + String.join("|", new TreeSet<>(WORDS.keySet()).descendingSet())
          + ")";
  private static final String UNIT =
      "(?:"
          + Unit.names().stream()
              .distinct()
              .sorted(
                  Comparator.comparingInt(String::length)
                      .reversed()
                      .thenComparing(Comparator.naturalOrder()))
              .map(name -> Pattern.quote(name).replace(" ", "\\E\\s?\\Q"))
              .collect(Collectors.joining("|"))
          + ")(?![\\p{L}\\p{Nd}])";
  private static final String GAP = "[\\s\u00a0\u202f]?-?[\\s\u00a0\u202f]?";
  private static final String TIMES = "\\s?[x×X*]\\s?";

  private static final Pattern QUANTITY =
      Pattern.compile(
          "(?:(?<pack>(?:pack|set|box|case|bundle|lot) of )(?<packed>"
              + NUMBER
              + ")(?![\\p{L}\\p{Nd}]))"
              + "|(?<n1>"
              + NUMBER
              + ")(?:"
              + ("(?:" + GAP + "(?<u1>" + UNIT + "))?")
              + ("(?<more>(?:" + TIMES + NUMBER + "(?:" + GAP + UNIT + ")?){1,2})")
              + ("|(?:" + GAP + "(?<ru>" + UNIT + "))?\\s?(?:-|–|—|to|~)\\s?(?<n2>" + NUMBER + ")")
              + (GAP + "(?<u2>" + UNIT + ")")
              + ("|" + GAP + "(?<big>" + "ft|feet|foot|'|′|’|lb|lbs|pounds?|h|hrs?|hours?" + ")")
              + ("[ -]?(?<n3>" + DIGITS + ")[ -]?(?<small>")
              + "in|inch|inches|\"|″|”|''|oz|ounces?|min|minutes?)(?![\\p{L}\\p{Nd}])"
              + ("|" + GAP + "(?<u>" + UNIT + ")")
              + "|)",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private static final Pattern TERM =
      Pattern.compile(
          TIMES + "(" + NUMBER + ")(?:" + GAP + "(" + UNIT + "))?",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private static final Pattern QUICK =
      Pattern.compile(
          "[\\d½¼¾⅓⅔⅛⅜⅝⅞]|\\b(?:" + String.join("|", WORDS.keySet()) + ")\\b",
          Pattern.CASE_INSENSITIVE);

  private Quantities() {}

  /**
   * A quantity in a text.
   *
   * @param start where it starts, in UTF-16 units
   * @param end where it ends, exclusive
   * @param quantity what it says
   */
  public record Found(int start, int end, Quantity quantity) {}

  /** The quantities with a unit that a text states, in order. */
  public static List<Found> find(String text) {
    List<Found> found = new ArrayList<>();
    Matcher quick = QUICK.matcher(text);
    Matcher matcher = QUANTITY.matcher(text);
    int at = 0;
    while (at < text.length() && quick.find(at)) {
      int from = quick.start();
      if (from > at && text.charAt(from - 1) == '.' && Boundary.isAt(text, from - 1)) {
        from--; // .5 l
      }
      Matcher packed = lookBackForPack(text, from, at);
      Matcher here = packed == null ? matcher.region(from, text.length()) : packed;
      at = quick.end();
      here.useTransparentBounds(true);
      if (here.lookingAt() && isWhole(text, here)) {
        Optional<Quantity> quantity = quantity(here);
        if (quantity.isPresent() && !isPreposition(text, here)) {
          if (quantity.get().unit().isPresent()) {
            found.add(new Found(here.start(), here.end(), quantity.get()));
          }
          at = Math.max(at, here.end());
        }
      } else {
        at = Math.max(at, endOfWord(text, from));
      }
    }
    return found;
  }

  /** The quantity that a whole text is; a bare number too. */
  public static Optional<Quantity> parse(String text) {
    String whole = text.strip();
    Matcher matcher = QUANTITY.matcher(whole);
    return matcher.matches() ? quantity(matcher) : Optional.empty();
  }

  private static final Pattern PACK =
      Pattern.compile("\\b(?:pack|set|box|case|bundle|lot) of $", Pattern.CASE_INSENSITIVE);

  private static @Nullable Matcher lookBackForPack(String text, int from, int lowest) {
    Matcher before = PACK.matcher(text).region(Math.max(lowest, from - 12), from);
    before.useTransparentBounds(true);
    if (!before.find()) {
      return null;
    }
    return QUANTITY.matcher(text).region(before.start(), text.length());
  }

  private static boolean isWhole(String text, Matcher matcher) {
    int end = matcher.end();
    return startsNumber(text, matcher.start())
        && (Boundary.isAt(text, end) || isMark(text.charAt(end - 1)));
  }

  /** The "in" of "2 in 1" and "3-in-1". */
  private static boolean isPreposition(String text, Matcher matcher) {
    return matcher.group().toLowerCase(Locale.ROOT).endsWith("in")
        && IN_ONE.matcher(text).region(matcher.end(), text.length()).lookingAt();
  }

  private static final Pattern IN_ONE = Pattern.compile("[\\s-]{0,2}(?:\\d|one\\b|stock\\b)");

  private static boolean isMark(char c) {
    return !Character.isLetterOrDigit(c);
  }

  private static boolean startsNumber(String text, int at) {
    return Boundary.isAt(text, at)
        && (at == 0 || (text.charAt(at - 1) != '.' && text.charAt(at - 1) != '/'));
  }

  private static int endOfWord(String text, int at) {
    int end = at + 1;
    while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static Optional<Quantity> quantity(Matcher m) {
    if (m.group("pack") != null) {
      return number(m.group("packed")).map(n -> Quantity.one(n, Unit.find("count")));
    }
    Optional<BigDecimal> first = number(m.group("n1"));
    if (first.isEmpty()) {
      return Optional.empty();
    }
    if (m.group("more") != null) {
      return product(first.get(), unit(m.group("u1")), m.group("more"));
    }
    if (m.group("n2") != null) {
      return range(first.get(), unit(m.group("ru")), number(m.group("n2")), unit(m.group("u2")));
    }
    if (m.group("big") != null) {
      return compound(first.get(), unit(m.group("big")), m.group("n3"), unit(m.group("small")));
    }
    String name = m.group("u");
    if (name == null) {
      return Optional.of(Quantity.one(first.get(), Optional.empty()));
    }
    return unit(name).map(unit -> Quantity.one(first.get(), Optional.of(unit)));
  }

  /** {@code 2 x 500 ml} is a pack, {@code 10 x 20 cm} has dimensions. */
  private static Optional<Quantity> product(
      BigDecimal first, Optional<Unit> firstUnit, String more) {
    List<BigDecimal> numbers = new ArrayList<>(List.of(first));
    List<Optional<Unit>> units = new ArrayList<>(List.of(firstUnit));
    Matcher term = TERM.matcher(more);
    while (term.find()) {
      Optional<BigDecimal> number = number(term.group(1));
      if (number.isEmpty()) {
        return Optional.empty();
      }
      numbers.add(number.get());
      units.add(unit(term.group(2)));
    }
    Optional<Unit> last = units.get(units.size() - 1);
    if (last.isEmpty() && firstUnit.isPresent() && firstUnit.get().dimension().equals("length")) {
      last = firstUnit;
    }
    boolean isPack =
        last.isPresent()
            && !last.get().dimension().equals("length")
            && !last.get().dimension().equals("pixels")
            && numbers.size() == 2;
    if (isPack && (firstUnit.isEmpty() || firstUnit.get().dimension().equals("count"))) {
      return Optional.of(Quantity.one(numbers.get(1), last).packed(first));
    }
    if (isPack) { // 500 ml x 2 pack
      return Optional.of(Quantity.one(first, firstUnit).packed(numbers.get(1)));
    }
    if (firstUnit.isPresent() && last.isEmpty() && numbers.size() == 2) {
      return Optional.of(Quantity.one(first, firstUnit).packed(numbers.get(1)));
    }
    List<BigDecimal> same = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      Optional<Unit> own = units.get(i);
      if (own.isPresent() && last.isPresent()) {
        if (!own.get().dimension().equals(last.get().dimension())) {
          return Optional.empty();
        }
        same.add(own.get().convert(numbers.get(i), last.get()));
      } else {
        same.add(numbers.get(i));
      }
    }
    return Optional.of(new Quantity(Quantity.Shape.DIMENSIONS, BigDecimal.ONE, same, last));
  }

  private static Optional<Quantity> range(
      BigDecimal from, Optional<Unit> fromUnit, Optional<BigDecimal> to, Optional<Unit> unit) {
    if (to.isEmpty() || unit.isEmpty()) {
      return Optional.empty();
    }
    BigDecimal start = from;
    if (fromUnit.isPresent()) {
      if (!fromUnit.get().dimension().equals(unit.get().dimension())) {
        return Optional.empty();
      }
      start = fromUnit.get().convert(from, unit.get());
    }
    if (start.compareTo(to.get()) > 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Quantity(Quantity.Shape.RANGE, BigDecimal.ONE, List.of(start, to.get()), unit));
  }

  /** {@code 5 ft 10 in}, in the smaller unit. */
  private static Optional<Quantity> compound(
      BigDecimal big, Optional<Unit> bigUnit, String small, Optional<Unit> smallUnit) {
    Optional<BigDecimal> rest = number(small);
    if (bigUnit.isEmpty()
        || smallUnit.isEmpty()
        || rest.isEmpty()
        || !bigUnit.get().dimension().equals(smallUnit.get().dimension())) {
      return Optional.empty();
    }
    BigDecimal sum = bigUnit.get().convert(big, smallUnit.get()).add(rest.get());
    return Optional.of(Quantity.one(sum, smallUnit));
  }

  private static Optional<Unit> unit(@Nullable String name) {
    return name == null ? Optional.empty() : Unit.find(name);
  }

  private static Optional<BigDecimal> number(String text) {
    String plain = text.strip().toLowerCase(Locale.ROOT);
    Integer word = WORDS.get(plain);
    if (word != null) {
      return Optional.of(new BigDecimal(word));
    }
    int length = plain.length();
    String vulgar = length == 0 ? null : VULGAR.get(plain.substring(length - 1));
    if (vulgar != null) {
      return sum(plain.substring(0, length - 1).strip(), new BigDecimal(vulgar));
    }
    int slash = plain.indexOf('/');
    if (slash < 0) {
      return Decimals.parse(plain.startsWith(".") ? "0" + plain : plain);
    }
    int space = Math.max(plain.indexOf(' '), plain.indexOf('-'));
    BigDecimal numerator = new BigDecimal(plain.substring(space + 1, slash));
    BigDecimal denominator = new BigDecimal(plain.substring(slash + 1));
    BigDecimal fraction = numerator.divide(denominator, new MathContext(12));
    return sum(space < 0 ? "" : plain.substring(0, space), fraction);
  }

  private static Optional<BigDecimal> sum(String whole, BigDecimal fraction) {
    if (whole.isEmpty()) {
      return Optional.of(Decimals.tidy(fraction));
    }
    return Decimals.parse(whole).map(number -> Decimals.tidy(number.add(fraction)));
  }
}
