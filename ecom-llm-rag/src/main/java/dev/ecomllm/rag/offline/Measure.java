package dev.ecomllm.rag.offline;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What a number measures, by the unit beside it or by how a question asks for it. */
enum Measure {
  LENGTH(
      "inch(?:es)?|in|ft|feet|foot|cm|mm|centimeters?|millimeters?|meters?|yards?|miles?|\"|'|”|x",
      "how (?:tall|wide|long|high|deep|thick|far|big|large|small)\\b|dimension|measure|diameter"
          + "|circumference|\\b(?:length|width|height|depth|thickness|size)\\b|inches|\\bfeet\\b"),
  WEIGHT(
      "lbs?|pounds?|oz|ounces?|kg|kilograms?|g|grams?",
      "how heavy|weigh|\\bweight\\b|how many (?:pounds|lbs|ounces)|how much .*(?:hold|support)"),
  TIME(
      "sec(?:onds?)?|min(?:utes?)?|hours?|hrs?|days?|weeks?|months?|years?|nights?",
      "how (?:long|old|often|soon|fast|quick)|\\bage\\b|warranty|how many (?:hours|days|minutes|months)"
          + "|last\\b|shelf life|expir"),
  POWER(
      "w|watts?|v|volts?|a|amps?|mah|ah|hz|hertz|kw|hp|rpm|lumens?|db|decibels?|btu|psi|kelvin|k",
      "watt|volt|\\bamps?\\b|amperage|lumen|\\brpm\\b|horsepower|\\bpsi\\b|decibel|how (?:loud|bright|powerful)"
          + "|\\b(?:110|120|220|230|240)\\s?v?\\b"),
  VOLUME(
      "gal(?:lons?)?|liters?|litres?|l|ml|cups?|quarts?|qt|pints?|oz|ounces?|cc|gb|tb|mb|sq",
      "capacity|how many (?:ounces|oz|cups|gallons|liters|gb)|\\bvolume\\b|how much .*(?:hold|fit)|area"),
  HEAT("degrees?|°|f|c|fahrenheit|celsius", "temperature|how (?:hot|cold|warm)|degrees"),
  PRICE("dollars?|bucks|usd|cents", "how much (?:is|are|does it cost|do they cost)|price|\\bcost"),
  COUNT("", "how many|number of|quantity|pieces?\\b|count\\b|\\bpercent");

  private static final Pattern NUMBER =
      Pattern.compile(
          "\\d|\\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|half)\\b");

  private final Pattern stated;
  private final Pattern asked;

  Measure(String units, String questions) {
    stated =
        Pattern.compile(
            "(?:\\d[\\d.,/]*|one|two|three|four|five|six|seven|eight|nine|ten|few)[\\s-]*(?:"
                + units
                + ")(?![\\p{L}\\p{N}])");
    asked = Pattern.compile(questions);
  }

  /** What the question, in lower case, wants a number of. */
  static Set<Measure> askedBy(String question) {
    Set<Measure> asked = EnumSet.noneOf(Measure.class);
    for (Measure measure : values()) {
      if (measure.asked.matcher(question).find()) {
        asked.add(measure);
      }
    }
    return asked;
  }

  /** Whether a text, in lower case, has a number with such a unit. */
  boolean isStatedBy(String text) {
    return this == COUNT ? hasNumber(text) : stated.matcher(text).find();
  }

  static boolean hasNumber(String text) {
    return NUMBER.matcher(text).find();
  }
}
