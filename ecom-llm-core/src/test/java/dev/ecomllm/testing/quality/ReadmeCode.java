package dev.ecomllm.testing.quality;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Holds the Java of a Markdown file against sources that are compiled: each paragraph of each block
 * must stand in one of them, line by line; only indentation may differ.
 */
public final class ReadmeCode {

  private static final Pattern BLOCK =
      Pattern.compile("^```java\\s*\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

  private static final Pattern EMPTY_LINES = Pattern.compile("\\n\\s*\\n");

  private ReadmeCode() {}

  /**
   * The paragraphs that stand in no source.
   *
   * @param sources folders of Java files
   */
  public static List<String> missing(String markdown, List<Path> sources) {
    List<String> files = new ArrayList<>();
    sources.forEach(folder -> files.addAll(javaFiles(folder)));
    List<String> missing = new ArrayList<>();
    Matcher block = BLOCK.matcher(markdown.replace("\r\n", "\n"));
    while (block.find()) {
      for (String paragraph : EMPTY_LINES.split(block.group(1), -1)) {
        String wanted = withoutIndentation(paragraph);
        if (!wanted.isBlank() && files.stream().noneMatch(file -> file.contains(wanted))) {
          missing.add(paragraph);
        }
      }
    }
    return missing;
  }

  private static List<String> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).map(ReadmeCode::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return withoutIndentation(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each line between two line breaks, so that a paragraph matches whole lines only. */
  private static String withoutIndentation(String text) {
    StringBuilder lines = new StringBuilder("\n");
    text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .forEach(line -> lines.append(line).append('\n'));
    return lines.toString();
  }
}
