package dev.ecomllm.eval.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of the products of one branch of the taxonomy, level by level: of those whose
 * prediction was right down to the branch above, how many went into this one, and where the others
 * went.
 */
final class Branch {

  private static final String SEPARATOR = " > ";

  private final Map<String, Branch> children = new LinkedHashMap<>();
  private final Map<String, Long> wrong = new LinkedHashMap<>();
  private long n;
  private long right;

  /** Adds a product to the root. */
  void add(String truth, String predicted) {
    List<String> said = predicted.isEmpty() ? List.of() : names(predicted);
    Branch branch = this;
    int depth = 0;
    for (String name : names(truth)) {
      branch = branch.children.computeIfAbsent(name, key -> new Branch());
      branch.n++;
      if (depth >= said.size() || !said.get(depth).equals(name)) {
        String where =
            said.isEmpty() ? "(no category)" : depth < said.size() ? said.get(depth) : "(stopped)";
        branch.wrong.merge(where, 1L, Long::sum);
        return;
      }
      branch.right++;
      depth++;
    }
    if (said.size() > depth) {
      branch.wrong.merge("(deeper: " + said.get(depth) + ")", 1L, Long::sum);
    }
  }

  private static List<String> names(String path) {
    return Arrays.asList(path.split(SEPARATOR, -1));
  }

  /** The branches below, those with most mistakes first. */
  Collection<Map.Entry<String, Branch>> children() {
    return children.entrySet().stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<String, Branch> e) -> -e.getValue().mistakes())
                .thenComparing(Map.Entry::getKey))
        .toList();
  }

  /** Where the products of this branch went instead, most first. */
  List<Map.Entry<String, Long>> wrong() {
    return wrong.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .toList();
  }

  long n() {
    return n;
  }

  long right() {
    return right;
  }

  /** Here and below. */
  private long mistakes() {
    return wrong.values().stream().mapToLong(count -> count).sum()
        + children.values().stream().mapToLong(Branch::mistakes).sum();
  }
}
