package dev.ecomllm.qa;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbers, with their units, and the model names of a text. A number with a unit is one term,
 * however it is written: 60fps, 60 fps, 60-fps; two years, 2 years, 2-year.
 */
final class Figures {

  /** A run of letters and digits with at least one digit: 12, 4.5, 1,000, WH-1000XM5, 60fps. */
  private static final Pattern WITH_DIGIT =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}])[\\p{L}\\p{N}]*\\p{Nd}[\\p{L}\\p{N}]*"
              + "(?:[.,-][\\p{L}\\p{N}]*\\p{Nd}[\\p{L}\\p{N}]*){0,9}");

  private static final Pattern NUMBER_WITH_LETTERS = Pattern.compile("(\\d+(?:\\.\\d+)?)(\\p{L}+)");
  private static final Pattern RANGE = Pattern.compile("(\\d+(?:\\.\\d+)?)-(\\d+(?:\\.\\d+)?)");
  private static final Pattern THOUSANDS = Pattern.compile("\\d{1,3}(?:,\\d{3}){1,9}(?:\\.\\d+)?");
  private static final Pattern EMPTY_DECIMALS = Pattern.compile("(\\d+\\.\\d*?)0+");
  private static final Pattern UNIT_AFTER = Pattern.compile("\\G[\\s-]?(\\p{L}+|\"|'|°|%)");
  private static final Pattern RANGE_GOES_ON =
      Pattern.compile("\\G\\s*(?:to|-|–|or|and)\\s*\\d+(?:\\.\\d+)?");

  private static final List<String> NUMBER_WORDS =
      List.of(
          "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
          "twelve");
  private static final Pattern NUMBER_WORD =
      Pattern.compile("\\b(?:" + String.join("|", NUMBER_WORDS) + ")\\b");

  private static final Map<String, String> UNITS = new TreeMap<>();

  static {
    unit("in", "inch", "inches", "\"");
    unit("ft", "foot", "feet", "'");
    unit("mm", "millimeter", "millimeters", "millimetre", "millimetres");
    unit("cm", "centimeter", "centimeters", "centimetre", "centimetres");
    unit("m", "meter", "meters", "metre", "metres");
    unit("km", "kilometer", "kilometers", "kilometre", "kilometres");
    unit("mile", "miles", "mi");
    unit("lb", "lbs", "pound", "pounds");
    unit("oz", "ounce", "ounces");
    unit("g", "gram", "grams");
    unit("kg", "kilogram", "kilograms", "kilo", "kilos");
    unit("l", "liter", "liters", "litre", "litres");
    unit("ml", "milliliter", "milliliters", "millilitre", "millilitres");
    unit("gal", "gallon", "gallons");
    unit("cup", "cups");
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
    unit("°", "degree", "degrees");
    unit("%", "percent");
  }

  private Figures() {}

  private static void unit(String unit, String... alsoWritten) {
    UNITS.put(unit, unit);
    for (String name : alsoWritten) {
      UNITS.put(name, unit);
    }
  }

  /** What an answer states. */
  static Set<String> statedBy(String answer) {
    return of(answer, false);
  }

  /** What a passage speaks for: what is stated with a unit is stated without it, too. */
  static Set<String> supportedBy(String passage) {
    return of(passage, true);
  }

  private static Set<String> of(String written, boolean alsoBare) {
    String text =
        NUMBER_WORD
            .matcher(written.toLowerCase(Locale.ROOT))
            .replaceAll(word -> String.valueOf(NUMBER_WORDS.indexOf(word.group()) + 2));
    Set<String> terms = new HashSet<>();
    Matcher matcher = WITH_DIGIT.matcher(text);
    while (matcher.find()) {
      String term = matcher.group();
      Matcher range = RANGE.matcher(term);
      if (THOUSANDS.matcher(term).matches()) {
        add(terms, term.replace(",", ""), unitAfter(text, matcher.end()), alsoBare);
      } else if (range.matches()) {
        String unit = unitAfter(text, matcher.end());
        add(terms, range.group(1), unit, alsoBare);
        add(terms, range.group(2), unit, alsoBare);
      } else {
        Matcher joined = NUMBER_WITH_LETTERS.matcher(term);
        if (joined.matches() && UNITS.containsKey(joined.group(2))) {
          add(terms, joined.group(1), UNITS.get(joined.group(2)), alsoBare);
        } else {
          add(terms, term, unitAfter(text, matcher.end()), alsoBare);
        }
      }
    }
    return terms;
  }

  /** The unit behind a number, or behind the other end of its range: 5 to 10 days. */
  private static String unitAfter(String text, int end) {
    Matcher goesOn = RANGE_GOES_ON.matcher(text);
    int from = goesOn.find(end) ? goesOn.end() : end;
    Matcher after = UNIT_AFTER.matcher(text);
    return after.find(from) ? UNITS.getOrDefault(after.group(1), "") : "";
  }

  private static void add(Set<String> terms, String written, String unit, boolean alsoBare) {
    Matcher decimals = EMPTY_DECIMALS.matcher(written);
    String number = decimals.matches() ? decimals.group(1).replaceFirst("\\.$", "") : written;
    terms.add(unit.isEmpty() ? number : number + ' ' + unit);
    if (alsoBare) {
      terms.add(number);
    }
  }
}
