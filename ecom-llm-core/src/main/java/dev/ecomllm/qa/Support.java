package dev.ecomllm.qa;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether the cited passages state what an answer says. Of each sentence: its numbers with their
 * units, its model names and other names, and at least half of the words that say what it is about;
 * of the whole, its yes or no. What stands in the product's title is known without a citation. A
 * passage that gives orders states nothing.
 */
final class Support {

  /** A model was shown no more of a passage. */
  static final int PASSAGE_CHARACTERS = 1_000;

  /** Nobody reads a longer answer to a shopper's question. */
  private static final int ANSWER_CHARACTERS = 4_000;

  private Support() {}

  static boolean holds(String question, String title, String answer, List<Passage> cited) {
    List<String> texts =
        cited.stream()
            .filter(passage -> !Injection.isSuspected(passage))
            .map(passage -> shown(passage).toLowerCase(Locale.ROOT))
            .toList();
    if (texts.isEmpty() || answer.length() > ANSWER_CHARACTERS) {
      return false;
    }
    return sentences(answer).stream().allMatch(text -> states(text, question, title, texts))
        && !YesNo.contradicted(question, answer, texts);
  }

  /** Each sentence with the passages that state it alone, or all where it takes several. */
  static List<CheckedSentence> sentences(String answer, List<Citation> citations) {
    List<CheckedSentence> checked = new ArrayList<>();
    for (String sentence : sentences(answer)) {
      List<Citation> own =
          citations.stream()
              .filter(c -> states(sentence, "", "", List.of(lower(c.passage()))))
              .toList();
      checked.add(new CheckedSentence(sentence, own.isEmpty() ? citations : own));
    }
    return checked;
  }

  private static boolean states(
      String sentence, String question, String title, List<String> texts) {
    Set<String> figures = Figures.statedBy(sentence);
    Set<String> stated = new HashSet<>();
    texts.forEach(text -> stated.addAll(Figures.supportedBy(text)));
    stated.addAll(Figures.supportedBy(title));
    return stated.containsAll(figures)
        && hasNames(sentence, title, texts)
        && onSubject(sentence, question, title, texts);
  }

  private static boolean hasNames(String sentence, String title, List<String> texts) {
    String known = title.toLowerCase(Locale.ROOT);
    return Words.names(sentence).stream()
        .allMatch(
            name -> known.contains(name) || texts.stream().anyMatch(text -> text.contains(name)));
  }

  /** A bare yes is about what the question is about. */
  private static boolean onSubject(
      String sentence, String question, String title, List<String> texts) {
    Set<String> known = Words.of(title);
    Set<String> about = Words.of(sentence);
    about.removeAll(known);
    if (about.isEmpty()) {
      about = Words.of(question);
      about.removeAll(known);
    }
    Set<String> stated = new HashSet<>();
    texts.forEach(text -> stated.addAll(Words.of(text)));
    long found = about.stream().filter(stated::contains).count();
    return 2 * found >= about.size();
  }

  private static List<String> sentences(String answer) {
    List<String> sentences = new ArrayList<>();
    BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ENGLISH);
    breaks.setText(answer);
    int from = breaks.first();
    for (int to = breaks.next(); to != BreakIterator.DONE; from = to, to = breaks.next()) {
      String sentence = answer.substring(from, to).strip();
      if (!sentence.isEmpty()) {
        sentences.add(sentence);
      }
    }
    return sentences;
  }

  private static String lower(Passage passage) {
    return shown(passage).toLowerCase(Locale.ROOT);
  }

  private static String shown(Passage passage) {
    String text = passage.text();
    return text.substring(0, Math.min(PASSAGE_CHARACTERS, text.length()));
  }
}
