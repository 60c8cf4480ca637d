package dev.ecomllm.classify;

import dev.ecomllm.client.Constraint;
import java.util.ArrayList;
import java.util.List;

/**
 * The letters that candidates are shown with: A, B, C and so on, the last of which stands for "none
 * of these". Each is one token in every vocabulary. The constraint depends on their number alone.
 */
final class Labels {

  /** With "none of these" as many as servers give log-probabilities for. */
  static final int MOST_CANDIDATES = 19;

  private static final List<Constraint> CONSTRAINTS = constraints();

  private Labels() {}

  static char letter(int index) {
    return (char) ('A' + index);
  }

  /** The index of a label, or -1 for any other text; spaces around it don't count. */
  static int index(String token, int candidates) {
    String text = token.strip();
    if (text.length() != 1) {
      return -1;
    }
    int index = text.charAt(0) - 'A';
    return index >= 0 && index <= candidates ? index : -1;
  }

  static Constraint constraint(int candidates) {
    return CONSTRAINTS.get(candidates);
  }

  private static List<Constraint> constraints() {
    List<Constraint> constraints = new ArrayList<>();
    List<String> letters = new ArrayList<>();
    for (int candidates = 0; candidates <= MOST_CANDIDATES; candidates++) {
      letters.add(String.valueOf(letter(candidates)));
      constraints.add(new Constraint.Choice(letters));
    }
    return List.copyOf(constraints);
  }
}
