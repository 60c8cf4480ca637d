package dev.ecomllm.qa;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Whether the cited passages state what an answer says: its numbers with their units, its model
 * names, its yes or no, and at least one word of what it is about.
 */
final class Support {

  /** A run of letters and digits with at least one digit: 12, 4.5, 1,000, WH-1000XM5, 60fps. */
  private static final Pattern WITH_DIGIT =
      Pattern.compile(
          "[\\p{L}\\p{N}]*\\p{Nd}[\\p{L}\\p{N}]*(?:[.,-][\\p{L}\\p{N}]*\\p{Nd}[\\p{L}\\p{N}]*)*");

  private static final Pattern NUMBER_WITH_LETTERS = Pattern.compile("(\\d+(?:\\.\\d+)?)(\\p{L}+)");
  private static final Pattern UNIT_AFTER = Pattern.compile("\\G[\\s-]?(\\p{L}+|\"|'|°|%)");
  private static final Pattern YES = Pattern.compile("^\\W*(?:yes|yeah|yep)\\b.*", Pattern.DOTALL);
  private static final Pattern NO = Pattern.compile("^\\W*(?:no|nope)\\b.*", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("\\p{L}{3,}");

  private static final Set<String> EMPTY_WORDS =
      Set.of(
          ("all and any are but can could did does for from had has have how its just may not one our she"
                  + " should that the their them then there these they this those was were what when"
                  + " where which who will with would yes you your item product")
              .split(" "));

  private static final Map<String, String> UNITS = new TreeMap<>();

  static {
    unit("in", "inch", "inches", "\"");
    unit("ft", "foot", "feet", "'");
    unit("mm", "millimeter", "millimeters", "millimetres");
    unit("cm", "centimeter", "centimeters", "centimetres");
    unit("m", "meter", "meters", "metres");
    unit("lb", "lbs", "pound", "pounds");
    unit("oz", "ounce", "ounces");
    unit("g", "gram", "grams");
    unit("kg", "kilogram", "kilograms", "kilos");
    unit("l", "liter", "liters", "litre", "litres");
    unit("ml", "milliliter", "milliliters", "millilitres");
    unit("gal", "gallon", "gallons");
    unit("s", "sec", "second", "seconds");
    unit("min", "minute", "minutes", "mins");
    unit("h", "hr", "hrs", "hour", "hours");
    unit("day", "days");
    unit("week", "weeks");
    unit("month", "months");
    unit("year", "years", "yr", "yrs");
    unit("w", "watt", "watts");
    unit("v", "volt", "volts");
    unit("a", "amp", "amps");
    unit("hz", "hertz");
    unit("mah");
    unit("fps");
    unit("gb", "gigabyte", "gigabytes");
    unit("tb", "terabyte", "terabytes");
    unit("mb", "megabyte", "megabytes");
    unit("db", "decibel", "decibels");
    unit("%", "percent");
  }

  private Support() {}

  private static void unit(String unit, String... alsoWritten) {
    UNITS.put(unit, unit);
    for (String name : alsoWritten) {
      UNITS.put(name, unit);
    }
  }

  static boolean holds(String question, String answer, List<Passage> cited) {
    List<String> texts =
        cited.stream()
            .filter(passage -> !Injection.isSuspected(passage))
            .map(passage -> passage.text().toLowerCase(Locale.ROOT))
            .toList();
    String said = answer.toLowerCase(Locale.ROOT);
    Set<String> stated = new HashSet<>();
    texts.forEach(text -> stated.addAll(terms(text, true)));
    return stated.containsAll(terms(said, false))
        && !contradicted(said, texts)
        && onSubject(question + " " + answer, texts);
  }

  /** A yes where every cited passage begins with no, or the other way round. */
  private static boolean contradicted(String answer, List<String> texts) {
    return (YES.matcher(answer).matches() && texts.stream().allMatch(t -> NO.matcher(t).matches()))
        || (NO.matcher(answer).matches() && texts.stream().allMatch(t -> YES.matcher(t).matches()));
  }

  /** One word of the question or the answer, or at least how it begins. */
  private static boolean onSubject(String asked, List<String> texts) {
    Set<String> words = beginnings(asked);
    return words.isEmpty()
        || texts.stream().flatMap(text -> beginnings(text).stream()).anyMatch(words::contains);
  }

  private static Set<String> beginnings(String text) {
    return WORD.matcher(text.toLowerCase(Locale.ROOT))
        .results()
        .map(result -> result.group())
        .filter(word -> !EMPTY_WORDS.contains(word))
        .map(word -> word.substring(0, Math.min(4, word.length())))
        .collect(Collectors.toSet());
  }

  /**
   * Figures and model names. A figure with a unit is one term, however it is written: 60fps, 60
   * fps, 60-fps. What is stated with a unit is stated without it, too.
   */
  private static Set<String> terms(String text, boolean alsoBare) {
    Set<String> terms = new HashSet<>();
    Matcher matcher = WITH_DIGIT.matcher(text);
    while (matcher.find()) {
      String term = matcher.group().replace(",", "");
      Matcher joined = NUMBER_WITH_LETTERS.matcher(term);
      String number = term;
      String unit = "";
      if (joined.matches()) {
        unit = UNITS.getOrDefault(joined.group(2), "");
        number = unit.isEmpty() ? term : joined.group(1);
        if (alsoBare) {
          terms.add(joined.group(1));
        }
      } else {
        Matcher after = UNIT_AFTER.matcher(text);
        if (after.find(matcher.end())) {
          unit = UNITS.getOrDefault(after.group(1), "");
        }
      }
      terms.add(unit.isEmpty() ? number : number + ' ' + unit);
      if (alsoBare) {
        terms.add(number);
      }
    }
    return terms;
  }
}
