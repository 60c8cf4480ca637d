package dev.ecomllm.rag.lexicon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The validator of the lexicon: what is missing or wrong, file by file. */
class LexiconTest {

  private static final Taxonomy TREE = Taxonomy.google();
  private static final Lexicon LEXICON = Lexicon.builtin();

  @Test
  void everyNodeIsThereUnderItsOwnNameAndNothingElse() {
    List<String> problems = new ArrayList<>();
    for (Category category : TREE.categories()) {
      LEXICON
          .find(category)
          .ifPresentOrElse(
              entry -> {
                if (!entry.name().equals(category.name())) {
                  problems.add(category + ": is called '" + entry.name() + "'");
                }
              },
              () -> problems.add(category + ": missing"));
    }
    assertThat(problems).isEmpty();
    assertThat(LEXICON.size()).isEqualTo(TREE.size());
  }

  @Test
  void rowsAreSortedById() {
    for (Category top : TREE.roots()) {
      assertThat(Lexicon.rows(Lexicon.fileName(top)))
          .as(Lexicon.fileName(top))
          .extracting(LexiconEntry::id)
          .isSorted()
          .doesNotHaveDuplicates()
          .allSatisfy(id -> assertThat(TREE.require(id).isAtOrBelow(top)).isTrue());
    }
  }

  @Test
  void everyNodeHasNamesAndAContrastAndEveryLeafFourTitles() {
    List<String> problems = new ArrayList<>();
    for (Category category : TREE.categories()) {
      LexiconEntry entry = LEXICON.find(category).orElseThrow();
      boolean leaf = TREE.isLeaf(category);
      if (entry.names().size() < (leaf ? 3 : 2)) {
        problems.add(category + ": " + entry.names().size() + " names");
      }
      if (new HashSet<>(entry.names()).size() < entry.names().size()) {
        problems.add(category + ": a name stands twice");
      }
      if (leaf && entry.titles().size() < 4) {
        problems.add(category + ": " + entry.titles().size() + " titles");
      }
      if (entry.contrast().length() < 5 || entry.contrast().length() > 160) {
        problems.add(category + ": the contrast has " + entry.contrast().length() + " characters");
      }
      for (String name : entry.names()) {
        if (name.isBlank() || name.length() > 60) {
          problems.add(category + ": name '" + name + "'");
        }
      }
      for (String title : entry.titles()) {
        if (title.length() < 8 || title.length() > 200) {
          problems.add(category + ": title of " + title.length() + " characters");
        }
      }
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void noTitleStandsTwice() {
    Map<String, Category> seen = new HashMap<>();
    List<String> problems = new ArrayList<>();
    for (Category category : TREE.categories()) {
      for (String title : LEXICON.find(category).orElseThrow().titles()) {
        String words = title.toLowerCase(Locale.ROOT).replaceAll("\\W+", " ").strip();
        Category other = seen.put(words, category);
        if (other != null) {
          problems.add("'" + title + "' in " + category + " and " + other);
        }
      }
    }
    assertThat(problems).isEmpty();
  }

  /** Titles made by one pattern share most of their words with a sibling title. */
  @Test
  void titlesOfOneNodeAreNotAllAlike() {
    List<String> problems = new ArrayList<>();
    for (Category category : TREE.categories()) {
      List<Set<String>> titles =
          LEXICON.find(category).orElseThrow().titles().stream().map(LexiconTest::words).toList();
      for (int a = 0; a < titles.size(); a++) {
        for (int b = 0; b < a; b++) {
          Set<String> shared = new HashSet<>(titles.get(a));
          shared.retainAll(titles.get(b));
          Set<String> all = new HashSet<>(titles.get(a));
          all.addAll(titles.get(b));
          if (all.size() >= 6 && shared.size() > 0.8 * all.size()) {
            problems.add(category + ": " + titles.get(a) + " and " + titles.get(b));
          }
        }
      }
    }
    assertThat(problems).isEmpty();
  }

  private static Set<String> words(String title) {
    return new HashSet<>(Arrays.asList(title.toLowerCase(Locale.ROOT).split("\\W+")));
  }
}
