package dev.ecomllm.eval.run;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Whether the same question got the same answer twice, to the last digit of the confidence.
 *
 * @param asked how many cases were asked twice
 * @param differing the ids of those whose two rows differ
 */
public record Determinism(int asked, Set<String> differing) {

  /** Copies. */
  public Determinism {
    differing = Collections.unmodifiableSet(new LinkedHashSet<>(differing));
  }

  /** Whether all that were asked twice got the same answer; true where none was. */
  public boolean isDeterministic() {
    return differing.isEmpty();
  }
}
