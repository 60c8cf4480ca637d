package dev.ecomllm.qa;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a text is about, without grammar: a plain measure that needs no language tools. */
final class Words {

  private static final Pattern WORD = Pattern.compile("\\p{L}{2,}");

  /** {@code iPhone}, {@code USB}, and what is capitalised inside a sentence: {@code a Jeep}. */
  private static final Pattern NAME =
      Pattern.compile(
          "\\b\\p{L}*\\p{Ll}\\p{Lu}\\p{L}*|\\b\\p{Lu}{2,}\\b|(?<=[\\p{L}\\p{N},;:)\"'] )\\p{Lu}\\p{Ll}+");

  private static final Set<String> EMPTY =
      Set.of(
          ("a about all also am an and any are as at be been but by can could did do does don for from get had has"
                  + " have how if in is it its just know may me my no not of on one or our out she should so some"
                  + " that the their them then there these they this those to too us use used very was we were what"
                  + " when where which who will with would yes yeah yep nope you your item product")
              .split(" "));

  private Words() {}

  /** The beginnings of its content words, which forgive most endings: water, waterproof. */
  static Set<String> of(String text) {
    return WORD.matcher(text.toLowerCase(Locale.ROOT))
        .results()
        .map(result -> result.group())
        .filter(word -> !EMPTY.contains(word))
        .map(Words::beginning)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  static String beginning(String word) {
    return word.substring(0, Math.min(4, word.length()));
  }

  /** Names, in lower case. */
  static Set<String> names(String text) {
    return NAME.matcher(text)
        .results()
        .map(result -> result.group().toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }
}
