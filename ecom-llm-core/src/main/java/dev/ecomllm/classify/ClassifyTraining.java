package dev.ecomllm.classify;

import dev.ecomllm.product.Product;
import dev.ecomllm.prompt.Prompt;
import dev.ecomllm.prompt.TrainingExample;
import dev.ecomllm.taxonomy.Category;
import java.util.List;

/** Classified products as training examples: the classifiers' own questions. */
public final class ClassifyTraining {

  private ClassifyTraining() {}

  /** For models that write paths. */
  public static TrainingExample path(Product product, Category right, ClassifierOptions options) {
    return new TrainingExample(PathTask.prompt(product, options), right.path().toString());
  }

  /**
   * For models that choose from shortlists.
   *
   * @param categories the candidates, at most 19, in any order; if the right one is not among them,
   *     the answer is "none of these"
   */
  public static TrainingExample shortlist(
      Product product, List<Category> categories, Category right, ClassifierOptions options) {
    Shortlist list = Shortlist.of(product, categories);
    int index = list.categories().indexOf(right);
    char letter = Labels.letter(index < 0 ? list.categories().size() : index);
    Prompt prompt = ShortlistTask.prompt(list, options.productCharacters());
    return new TrainingExample(prompt, String.valueOf(letter));
  }
}
