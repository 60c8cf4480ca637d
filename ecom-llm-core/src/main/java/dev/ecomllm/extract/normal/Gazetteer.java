package dev.ecomllm.extract.normal;

import dev.ecomllm.extract.normal.Words.Word;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Names with their canonical name, found in text as whole words, longest first. Immutable. */
public final class Gazetteer {

  /** Canonical names by the key of each name. */
  private final Map<String, String> canonical;

  /** The most words of a name that begins with a word. */
  private final Map<String, Integer> longest = new HashMap<>();

  private Gazetteer(Map<String, String> canonical) {
    this.canonical = canonical;
    for (String key : canonical.keySet()) {
      String[] words = key.split(" ", -1);
      longest.merge(words[0], words.length, Math::max);
    }
  }

  /**
   * Reads a UTF-8 resource beside a class: on each line a canonical name and, after a tab, other
   * names separated by {@code |}. Lines with {@code #} are comments.
   */
  public static Gazetteer resource(Class<?> beside, String file) {
    Map<String, String> canonical = new LinkedHashMap<>();
    try (InputStream in = beside.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource '" + file + "' beside " + beside.getName());
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] columns = line.split("\t", -1);
          canonical.put(Words.key(columns[0]), columns[0]);
          for (String name : columns.length > 1 ? columns[1].split("\\|", -1) : new String[0]) {
            canonical.putIfAbsent(Words.key(name), columns[0]);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    canonical.remove("");
    return new Gazetteer(canonical);
  }

  /** A gazetteer of names that are their own canonical names. */
  public static Gazetteer of(Iterable<String> names) {
    Map<String, String> canonical = new LinkedHashMap<>();
    names.forEach(name -> canonical.putIfAbsent(Words.key(name), name));
    canonical.remove("");
    return new Gazetteer(canonical);
  }

  /**
   * A name in a text.
   *
   * @param start where it starts, in UTF-16 units
   * @param end where it ends, exclusive
   * @param canonical its canonical name
   */
  public record Found(int start, int end, String canonical) {}

  /** The canonical name of a whole text, if it is one of the names. */
  public Optional<String> canonical(String text) {
    return Optional.ofNullable(canonical.get(Words.key(text)));
  }

  /** The names that a text holds, in order, none within another. */
  public List<Found> find(String text) {
    return find(text, Words.of(text));
  }

  /** The names among the words of a text, in order, none within another. */
  public List<Found> find(String text, List<Word> words) {
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      int most = Math.min(longest.getOrDefault(words.get(i).form(), 0), words.size() - i);
      for (int length = most; length > 0; length--) {
        String name = canonical.get(key(words.subList(i, i + length)));
        int start = words.get(i).start();
        int end = words.get(i + length - 1).end();
        if (name != null && Boundary.isAt(text, start) && Boundary.isAt(text, end)) {
          found.add(new Found(start, end, name));
          i += length - 1;
          break;
        }
      }
    }
    return found;
  }

  private static String key(List<Word> words) {
    StringBuilder key = new StringBuilder();
    for (Word word : words) {
      key.append(key.isEmpty() ? "" : " ").append(word.form());
    }
    return key.toString();
  }
}
