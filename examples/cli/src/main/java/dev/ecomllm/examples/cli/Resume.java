package dev.ecomllm.examples.cli;

import dev.ecomllm.eval.dataset.JsonLines;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Goes on where an earlier run stopped: output rows stand in input order, so what is done is a
 * prefix of the input.
 */
final class Resume {

  private Resume() {}

  /**
   * Cuts off a half-written last row and steps the input past the rows that are done.
   *
   * @return how many rows are done
   * @throws IllegalArgumentException if the output's rows are not those of the input
   */
  static long keepWhatIsDone(Path out, JsonLines input) throws IOException {
    if (!Files.exists(out)) {
      return 0;
    }
    cutHalfRow(out);
    long kept = 0;
    try (JsonLines done = JsonLines.open(out)) {
      while (done.hasNext()) {
        JsonLines.Row row = done.next();
        if (!input.hasNext()) {
          throw new IllegalArgumentException(out + " has more rows than the input");
        }
        String expected = input.next().id();
        if (!row.id().equals(expected)) {
          throw new IllegalArgumentException(
              out
                  + ":"
                  + row.line()
                  + " is for '"
                  + row.id()
                  + "', but the input has '"
                  + expected
                  + "' there: not the same run");
        }
        kept++;
      }
    }
    return kept;
  }

  private static void cutHalfRow(Path out) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(out.toFile(), "rw")) {
      long end = file.length();
      byte newline = "\n".getBytes(StandardCharsets.US_ASCII)[0];
      while (end > 0) {
        file.seek(end - 1);
        if (file.readByte() == newline) {
          break;
        }
        end--;
      }
      file.setLength(end);
    }
  }
}
