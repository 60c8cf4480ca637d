package dev.ecomllm.classify;

import dev.ecomllm.classify.ClassificationFit.Labelled;
import dev.ecomllm.classify.Distribution.Share;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Answers of a model whose true probabilities are known, and which states them wrongly: sharpened
 * by a factor, and without a word about the products whose category is not among the candidates.
 */
final class SimulatedAnswers {

  private static final Taxonomy TREE = Taxonomy.google();

  private final Random random;
  private final double sharpening;

  SimulatedAnswers(long seed, double sharpening) {
    random = new Random(seed);
    this.sharpening = sharpening;
  }

  List<Labelled> next(int count) {
    List<Labelled> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      answers.add(next());
    }
    return answers;
  }

  private Labelled next() {
    List<Category> candidates = candidates();
    // Some products are easy, some hard; near ones in the tree are likelier than far ones.
    double ease = 1 + 9 * random.nextDouble();
    double[] logits = new double[candidates.size()];
    for (int i = 0; i < logits.length; i++) {
      int shared = sharedDepth(candidates.get(0), candidates.get(i));
      logits[i] = (i == 0 ? ease : 0.8 * shared) + random.nextGaussian();
    }
    double[] truth = LogLinear.softmax(logits);
    for (int i = 0; i < logits.length; i++) {
      logits[i] *= sharpening;
    }
    double[] stated = LogLinear.softmax(logits);
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < stated.length; i++) {
      shares.add(new Share(candidates.get(i), Math.min(1, stated[i])));
    }
    return new Labelled(Distribution.of(shares), Set.of(draw(candidates, truth)));
  }

  private Category draw(List<Category> candidates, double[] truth) {
    if (random.nextInt(50) == 0) {
      return any();
    }
    double at = random.nextDouble();
    for (int i = 0; i < truth.length; i++) {
      at -= truth[i];
      if (at < 0) {
        return candidates.get(i);
      }
    }
    return candidates.get(0);
  }

  /** A node, most of its family, and strangers. */
  private List<Category> candidates() {
    Category first = any();
    Set<Category> nodes = new LinkedHashSet<>();
    nodes.add(first);
    for (Category ancestor : TREE.ancestors(first)) {
      TREE.children(ancestor).stream().filter(TREE::isLeaf).limit(4).forEach(nodes::add);
    }
    while (nodes.size() < 19) {
      nodes.add(any());
    }
    return nodes.stream().limit(19).toList();
  }

  private Category any() {
    while (true) {
      Category node = TREE.categories().get(random.nextInt(TREE.size()));
      if (TREE.isLeaf(node) && node.depth() > 2) {
        return node;
      }
    }
  }

  private static int sharedDepth(Category a, Category b) {
    int depth = 0;
    while (depth < Math.min(a.depth(), b.depth())
        && a.path().names().get(depth).equals(b.path().names().get(depth))) {
      depth++;
    }
    return depth;
  }
}
