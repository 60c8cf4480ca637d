package dev.ecomllm.rag.lexicon;

import java.util.List;

/**
 * What a category means in shoppers' and sellers' words.
 *
 * @param id the category's id
 * @param name the category's own name, for readers of the file
 * @param listings how many listings a large marketplace has here: 0 (hardly any) to {@value
 *     #MOST_LISTINGS}, each step about four times as many as the one before; our own estimate
 * @param names what things filed here are called: synonyms, narrower kinds, trade terms
 * @param contrast what it is and what tells it from its neighbours
 * @param titles listing titles as shops write them
 */
public record LexiconEntry(
    long id, String name, int listings, List<String> names, String contrast, List<String> titles) {

  /** The highest step of {@code listings}. */
  public static final int MOST_LISTINGS = 5;

  /**
   * Copies and checks.
   *
   * @throws IllegalArgumentException if {@code listings} is out of range
   */
  public LexiconEntry {
    if (listings < 0 || listings > MOST_LISTINGS) {
      throw new IllegalArgumentException(
          "listings of category " + id + " must be 0 to " + MOST_LISTINGS + ", not " + listings);
    }
    names = List.copyOf(names);
    titles = List.copyOf(titles);
  }
}
