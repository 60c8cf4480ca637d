package dev.ecomllm.prompt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text with places to fill, written {@code {{name}}}: there is no other syntax. What is filled in
 * is never looked at again, so a product whose title reads {@code {{schema}}} stays just that.
 * Immutable and thread-safe.
 */
public final class PromptTemplate {

  private static final Pattern PLACE = Pattern.compile("\\{\\{([A-Za-z][A-Za-z0-9_]*)}}");

  /** The text between the places: one more than there are places. */
  private final List<String> pieces = new ArrayList<>();

  private final List<String> places = new ArrayList<>();
  private final Set<String> names;

  private PromptTemplate(String source, String text) {
    Matcher place = PLACE.matcher(text);
    int end = 0;
    while (place.find()) {
      pieces.add(text.substring(end, place.start()));
      places.add(place.group(1));
      end = place.end();
    }
    pieces.add(text.substring(end));
    names = new LinkedHashSet<>(places);
    for (String piece : pieces) {
      if (piece.contains("{{") || piece.contains("}}")) {
        throw new IllegalArgumentException(
            source + ": a place is written {{name}}, with letters, digits and underscores");
      }
    }
  }

  /**
   * A template of this text.
   *
   * @throws IllegalArgumentException if double braces stand around anything but a name
   */
  public static PromptTemplate of(String text) {
    return new PromptTemplate("prompt template", text);
  }

  /**
   * Reads a template from a UTF-8 resource beside a class, without the file's last line break.
   *
   * @throws IllegalArgumentException if there is no such resource, or double braces stand around
   *     anything but a name
   */
  public static PromptTemplate resource(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "no prompt template '" + name + "' beside " + beside.getName());
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new PromptTemplate(
          name, text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read prompt template " + name, e);
    }
  }

  /** The names of the places, in the order in which they first stand. */
  public Set<String> names() {
    return Set.copyOf(names);
  }

  /** Eight hexadecimal digits that change when the text does. */
  public String fingerprint() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest((pieces + "" + places).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /**
   * The text with every place filled.
   *
   * @param values one for each name, and none for any other
   * @throws IllegalArgumentException if a name has no value, or a value no place
   */
  public String fill(Map<String, String> values) {
    if (!values.keySet().equals(names)) {
      throw new IllegalArgumentException(
          "the template has the places "
              + new TreeSet<>(names)
              + " and was given "
              + new TreeSet<>(values.keySet()));
    }
    int length = pieces.stream().mapToInt(String::length).sum();
    for (String place : places) {
      length += Objects.requireNonNull(values.get(place)).length();
    }
    StringBuilder filled = new StringBuilder(length).append(pieces.get(0));
    for (int i = 0; i < places.size(); i++) {
      filled.append(Objects.requireNonNull(values.get(places.get(i)))).append(pieces.get(i + 1));
    }
    return filled.toString();
  }
}
