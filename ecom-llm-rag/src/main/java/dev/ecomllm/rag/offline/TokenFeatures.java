package dev.ecomllm.rag.offline;

import dev.ecomllm.extract.normal.AttributeKind;
import dev.ecomllm.extract.normal.Gazetteer;
import dev.ecomllm.extract.normal.Quantities;
import java.util.ArrayList;
import java.util.List;

/** What a tagger knows of each token of a title, apart from the tags before it. */
final class TokenFeatures {

  private static final ValueDictionary.Statistic EDGE = new ValueDictionary.Statistic("^", "^");

  private TokenFeatures() {}

  static List<List<String>> of(
      String title,
      List<Token> tokens,
      List<ValueDictionary.Hit> known,
      List<ValueDictionary.Statistic> statistics) {
    List<List<String>> features = new ArrayList<>();
    int segment = 0;
    int place = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (isSeparator(token)) {
        segment++;
        place = -1;
      }
      List<String> of = new ArrayList<>();
      of.add("bias");
      words(tokens, i, of);
      String shape = shape(token.text());
      of.add("sh=" + shape);
      of.add("sh-1=" + (i == 0 ? "^" : shape(tokens.get(i - 1).text())));
      of.add("sh+1=" + (i + 1 == tokens.size() ? "$" : shape(tokens.get(i + 1).text())));
      if (token.lower().length() > 3) {
        of.add("p3=" + token.lower().substring(0, 3));
        of.add("s3=" + token.lower().substring(token.lower().length() - 3));
      }
      of.add("at=" + Math.min(i, 5));
      of.add("left=" + Math.min(tokens.size() - i, 4));
      of.add("seg=" + Math.min(segment, 4) + "/" + Math.min(place, 3));
      of.add("seg=" + Math.min(segment, 4));
      if (i > 0 && tokens.get(i - 1).end() == token.start()) {
        of.add("glued");
      }
      features.add(of);
      place++;
    }
    kinds(title, tokens, features);
    statistics(tokens, statistics, features);
    for (ValueDictionary.Hit hit : known) {
      hit(hit, features);
    }
    return features;
  }

  private static void statistics(
      List<Token> tokens, List<ValueDictionary.Statistic> known, List<List<String>> features) {
    for (int i = 0; i < tokens.size(); i++) {
      ValueDictionary.Statistic own = known.get(i);
      ValueDictionary.Statistic last = i == 0 ? EDGE : known.get(i - 1);
      ValueDictionary.Statistic next = i + 1 == tokens.size() ? EDGE : known.get(i + 1);
      List<String> of = features.get(i);
      of.add("df=" + own.rarity());
      of.add("df-1=" + last.rarity() + "," + own.rarity());
      of.add("df+1=" + own.rarity() + "," + next.rarity());
      of.add("df/at=" + own.rarity() + Math.min(i, 4));
      of.add("df/sh=" + own.rarity() + shape(tokens.get(i).text()));
      of.add("m=" + own.mostly());
      of.add("m-1=" + last.mostly());
      of.add("m+1=" + next.mostly());
      of.add("m,m+1=" + own.mostly() + "," + next.mostly());
    }
  }

  private static void words(List<Token> tokens, int i, List<String> of) {
    String word = word(tokens, i);
    of.add("w=" + word);
    of.add("w-1=" + word(tokens, i - 1));
    of.add("w+1=" + word(tokens, i + 1));
    of.add("w-2=" + word(tokens, i - 2));
    of.add("w+2=" + word(tokens, i + 2));
    of.add("w-1,w=" + word(tokens, i - 1) + "," + word);
    of.add("w,w+1=" + word + "," + word(tokens, i + 1));
    of.add("w+1,w+2=" + word(tokens, i + 1) + "," + word(tokens, i + 2));
  }

  private static String word(List<Token> tokens, int i) {
    if (i < 0) {
      return "^";
    }
    if (i >= tokens.size()) {
      return "$";
    }
    String lower = tokens.get(i).lower();
    return Character.isDigit(lower.codePointAt(0)) ? "#" + lower.length() : lower;
  }

  private static boolean isSeparator(Token token) {
    return ",|;()[]–—".contains(token.text()) || token.text().equals("-");
  }

  private static String shape(String text) {
    StringBuilder shape = new StringBuilder();
    for (int i = 0; i < text.length() && shape.length() < 6; i++) {
      char c = text.charAt(i);
      char kind =
          Character.isUpperCase(c)
              ? 'X'
              : Character.isLetter(c) ? 'x' : Character.isDigit(c) ? '9' : c;
      int length = shape.length();
      if (length == 0 || shape.charAt(length - 1) != kind) {
        shape.append(kind);
      }
    }
    return shape.toString();
  }

  private static void kinds(String title, List<Token> tokens, List<List<String>> features) {
    for (AttributeKind kind : AttributeKind.values()) {
      for (Gazetteer.Found found : kind.find(title)) {
        mark("k=" + kind, found.start(), found.end(), tokens, features);
      }
    }
    for (Quantities.Found found : Quantities.find(title)) {
      mark("q=" + found.quantity().dimension(), found.start(), found.end(), tokens, features);
    }
  }

  private static void mark(
      String feature, int start, int end, List<Token> tokens, List<List<String>> features) {
    boolean first = true;
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).start() >= start && tokens.get(i).end() <= end) {
        features.get(i).add(feature + (first ? "/B" : "/I"));
        first = false;
      }
    }
  }

  private static void hit(ValueDictionary.Hit hit, List<List<String>> features) {
    String sure = hit.share() > 0.8 ? "3" : hit.share() > 0.5 ? "2" : hit.share() > 0.2 ? "1" : "0";
    String often = hit.times() > 2 ? "+" : "";
    for (int i = hit.from(); i < hit.to(); i++) {
      String where = (i == hit.from() ? "B" : "I") + (i + 1 == hit.to() ? "E" : "");
      features.get(i).add("d=" + hit.attribute() + "/" + where);
      features.get(i).add("d=" + hit.attribute() + "/" + where + sure + often);
      features.get(i).add("d/" + where);
    }
  }
}
