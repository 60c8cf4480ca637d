package dev.ecomllm.classify;

import dev.ecomllm.classify.Classification.Alternative;
import dev.ecomllm.taxonomy.Category;
import java.util.List;
import java.util.Locale;

/** Why a person is asked, in a sentence for that person. */
public final class ReviewReason {

  private ReviewReason() {}

  /** The reason, such as {@code "0.48 sure of Laptops, 0.41 of Desktop Computers"}. */
  public static String of(Classification answer) {
    if (answer.confidence().isEmpty()) {
      return "nothing is known of how sure the answer is";
    }
    String sure =
        String.format(
            Locale.ROOT,
            "%.2f sure of %s",
            answer.confidence().getAsDouble(),
            answer.category().name());
    List<Alternative> others =
        answer.alternatives().stream()
            .filter(a -> !a.category().equals(answer.category()) && a.confidence().isPresent())
            .toList();
    if (others.isEmpty() || others.get(0).confidence().getAsDouble() < 0.05) {
      return sure;
    }
    Category second = others.get(0).category();
    return String.format(
        Locale.ROOT,
        "%s, %.2f of %s",
        sure,
        others.get(0).confidence().getAsDouble(),
        second.name());
  }
}
