package dev.ecomllm.rag.offline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** The content words of a text by their stems, each once. */
final class Terms {

  /** Says nothing of what a question is about: grammar, and the shopper's turns of phrase. */
  private static final Set<String> SMALL_WORDS =
      Set.of(
          ("a an and any anyone are as at be been being both but by can could did do does doing for"
                  + " from had has have having he her his how i if in is it its just me mine must my"
                  + " of on or our please same shall she should so some someone such than that the"
                  + " their them then there these they this those to too tell us very was we were"
                  + " what when where which while who why will with would you your am also about"
                  + " know get got into item product one much many thing im s t don isn doesn")
              .split(" "));

  private static final Analyzer ANALYZER =
      new EnglishAnalyzer(CharArraySet.unmodifiableSet(new CharArraySet(SMALL_WORDS, true)));

  private Terms() {}

  static Set<String> of(String text) {
    Set<String> terms = new LinkedHashSet<>();
    try (TokenStream words = ANALYZER.tokenStream("", text)) {
      CharTermAttribute term = words.addAttribute(CharTermAttribute.class);
      words.reset();
      while (words.incrementToken()) {
        terms.add(term.toString());
      }
      return terms;
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory cannot fail", e);
    }
  }
}
