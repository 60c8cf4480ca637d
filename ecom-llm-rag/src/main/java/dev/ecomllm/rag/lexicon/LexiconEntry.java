package dev.ecomllm.rag.lexicon;

import java.util.List;

/**
 * What a category means in shoppers' and sellers' words.
 *
 * @param id the category's id
 * @param name the category's own name, for readers of the file
 * @param names what things filed here are called: synonyms, narrower kinds, trade terms
 * @param contrast what it is and what tells it from its neighbours
 * @param titles listing titles as shops write them
 */
public record LexiconEntry(
    long id, String name, List<String> names, String contrast, List<String> titles) {
  /** Copies. */
  public LexiconEntry {
    names = List.copyOf(names);
    titles = List.copyOf(titles);
  }
}
