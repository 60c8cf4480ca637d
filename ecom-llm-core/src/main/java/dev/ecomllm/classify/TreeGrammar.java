package dev.ecomllm.classify;

import dev.ecomllm.client.Constraint;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.CategoryPath;
import dev.ecomllm.taxonomy.Taxonomy;
import java.util.List;

/** The grammar whose sentences are the paths of a tree, one rule for each inner node. */
final class TreeGrammar {

  private TreeGrammar() {}

  static Constraint of(Taxonomy taxonomy) {
    StringBuilder rules = new StringBuilder();
    rule(rules, "root", taxonomy.roots());
    for (Category category : taxonomy.categories()) {
      if (!taxonomy.isLeaf(category)) {
        rule(rules, name(category), taxonomy.children(category));
      }
    }
    return new Constraint.Grammar(rules.toString());
  }

  private static void rule(StringBuilder rules, String name, List<Category> children) {
    rules.append(name).append(" ::= ");
    String or = "";
    for (Category child : children) {
      rules.append(or).append(literal(child.name()));
      if (!child.taxonomy().isLeaf(child)) {
        rules.append(" (").append(literal(CategoryPath.SEPARATOR)).append(' ');
        rules.append(name(child)).append(")?");
      }
      or = " | ";
    }
    rules.append('\n');
  }

  private static String name(Category category) {
    return "n" + category.id();
  }

  private static String literal(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
