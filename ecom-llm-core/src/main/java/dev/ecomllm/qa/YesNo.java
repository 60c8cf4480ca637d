package dev.ecomllm.qa;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The yes or no that an answer begins with, against what passages say. */
final class YesNo {

  private static final Pattern YES = Pattern.compile("^\\W*(?:yes|yeah|yep)\\b");
  private static final Pattern NO = Pattern.compile("^\\W*(?:no|nope)\\b");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}']+");
  private static final Pattern CLAUSE =
      Pattern.compile("[.!?;,]\\s+|\\s+(?:but|however|although)\\s+");

  private static final Set<String> NEGATORS =
      Set.of("not", "no", "never", "cannot", "without", "isnt", "doesnt", "dont", "wont", "arent");
  private static final Set<String> DOUBTS =
      Set.of("only", "too", "hardly", "barely", "unless", "except", "rather", "instead", "less");

  private YesNo() {}

  /**
   * Whether a yes stands on passages that all say no, or a no on one that says yes.
   *
   * @param texts what is cited, in lower case, at least one
   */
  static boolean contradicted(String question, String answer, List<String> texts) {
    String said = answer.toLowerCase(Locale.ROOT);
    Set<String> asked = Words.of(question);
    if (YES.matcher(said).find()) {
      return texts.stream().allMatch(text -> denies(text, asked));
    }
    return NO.matcher(said).find()
        && (texts.stream().allMatch(text -> YES.matcher(text).find())
            || texts.stream().anyMatch(text -> affirms(text, asked)));
  }

  /** Begins with no, or every clause that has a word of the question has a "not" just before it. */
  private static boolean denies(String text, Set<String> asked) {
    if (NO.matcher(text).find()) {
      return true;
    }
    List<String> clauses =
        CLAUSE
            .splitAsStream(text)
            .filter(c -> Words.of(c).stream().anyMatch(asked::contains))
            .toList();
    return !clauses.isEmpty() && clauses.stream().allMatch(clause -> negates(clause, asked));
  }

  private static boolean negates(String clause, Set<String> asked) {
    int since = 3;
    for (MatchResult result : WORD.matcher(clause).results().toList()) {
      String word = result.group();
      if (isNegator(word)) {
        since = 0;
      } else if (since <= 2 && asked.contains(Words.beginning(word))) {
        return true;
      }
      since++;
    }
    return false;
  }

  /** A clause with every word of the question, and nothing that turns it round. */
  private static boolean affirms(String text, Set<String> asked) {
    return !asked.isEmpty()
        && CLAUSE
            .splitAsStream(text)
            .anyMatch(
                clause ->
                    Words.of(clause).containsAll(asked)
                        && WORD.matcher(clause)
                            .results()
                            .noneMatch(r -> isNegator(r.group()) || DOUBTS.contains(r.group())));
  }

  private static boolean isNegator(String word) {
    return word.endsWith("n't") || NEGATORS.contains(word);
  }
}
