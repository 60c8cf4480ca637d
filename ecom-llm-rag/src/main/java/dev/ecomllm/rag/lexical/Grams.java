package dev.ecomllm.rag.lexical;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.en.EnglishMinimalStemFilter;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * The words of a text and the pairs of neighbouring words, each once: lower case, without accents,
 * plural endings and the commonest small words. Words of scripts without spaces are single
 * characters.
 */
public final class Grams {

  /** Longer texts are cut off here: what a product is, stands at the start. */
  private static final int MOST_WORDS = 128;

  private static final CharArraySet SMALL_WORDS =
      CharArraySet.unmodifiableSet(
          new CharArraySet(
              Set.of(
                  "the", "a", "an", "and", "or", "of", "for", "with", "in", "on", "to", "by",
                  "from", "at", "your", "our", "is", "it", "this", "that"),
              false));

  private static final Analyzer WORDS =
      new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String field) {
          Tokenizer source = new StandardTokenizer();
          TokenStream words = new EnglishPossessiveFilter(source);
          words = new LowerCaseFilter(words);
          words = new ASCIIFoldingFilter(words);
          words = new StopFilter(words, SMALL_WORDS);
          words = new EnglishMinimalStemFilter(words);
          return new TokenStreamComponents(source, words);
        }
      };

  private Grams() {}

  /** The grams of a text, in order of first occurrence. */
  public static Set<String> of(String text) {
    Set<String> grams = new LinkedHashSet<>();
    try (TokenStream words = WORDS.tokenStream("", text)) {
      CharTermAttribute term = words.addAttribute(CharTermAttribute.class);
      words.reset();
      String previous = "";
      for (int count = 0; count < MOST_WORDS && words.incrementToken(); count++) {
        String word = term.toString();
        grams.add(word);
        if (!previous.isEmpty()) {
          grams.add(previous + ' ' + word);
        }
        previous = word;
      }
      return grams;
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory cannot fail", e);
    }
  }
}
