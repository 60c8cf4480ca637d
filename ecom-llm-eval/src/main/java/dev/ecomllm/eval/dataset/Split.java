package dev.ecomllm.eval.dataset;

import java.util.HashMap;
import java.util.Map;

/**
 * Two datasets that share no product, such as one to train or calibrate on and one to test on.
 *
 * @param first the first part
 * @param second the rest
 */
public record Split(Dataset first, Dataset second) {

  /**
   * Two datasets, checked.
   *
   * @throws IllegalArgumentException if a case, a product or a group is in both; the message names
   *     the first and counts all
   */
  public static Split of(Dataset first, Dataset second) {
    Map<String, Case> seen = new HashMap<>();
    for (Case each : first.cases()) {
      seen.putIfAbsent("id " + each.id(), each);
      seen.putIfAbsent("product " + each.product(), each);
      seen.putIfAbsent("group " + each.group(), each);
    }
    String leak = "";
    int leaks = 0;
    for (Case each : second.cases()) {
      for (String key :
          new String[] {"product " + each.product(), "group " + each.group(), "id " + each.id()}) {
        Case other = seen.get(key);
        if (other != null) {
          leak =
              leaks == 0
                  ? key.replaceFirst(" ", " '")
                      + "' is in both: '"
                      + other.id()
                      + "' of "
                      + first.name()
                      + " and '"
                      + each.id()
                      + "' of "
                      + second.name()
                  : leak;
          leaks++;
          break;
        }
      }
    }
    if (leaks > 0) {
      throw new IllegalArgumentException(
          leak + (leaks == 1 ? "" : " (and " + (leaks - 1) + " more cases)"));
    }
    return new Split(first, second);
  }
}
