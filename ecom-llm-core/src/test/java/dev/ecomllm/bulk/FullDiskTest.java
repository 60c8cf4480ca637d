package dev.ecomllm.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes no more, in the words of the operating system: a limit on the file's size. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class FullDiskTest {

  private static final int ITEMS = 2_000;

  /** A shell counts in half kilobytes. */
  private static final int BLOCKS = 2;

  @TempDir private Path folder;

  private String run(int limitKilobytes, int expected) throws IOException, InterruptedException {
    List<String> java =
        ForkedRun.command(
            List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"),
            String.valueOf(ITEMS),
            "4",
            "1",
            folder.resolve("journal.jsonl").toString(),
            folder.resolve("calls").toString(),
            folder.resolve("output").toString());
    List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -f $0; exec \"$@\""));
    command.add(limitKilobytes == 0 ? "unlimited" : String.valueOf(limitKilobytes * BLOCKS));
    command.addAll(java);
    Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(run.waitFor()).as(said).isEqualTo(expected);
    return said;
  }

  @Test
  void aFullDiskEndsTheRunAndLosesNothing() throws IOException, InterruptedException {
    // The other two files are smaller than the journal, and so are not stopped by the limit.
    String said = run(100, 1);
    assertThat(said).contains("UncheckedIOException: cannot write journal");
    byte[] journal = Files.readAllBytes(folder.resolve("journal.jsonl"));
    assertThat(journal).hasSizeBetween(50_000, 102_400);
    assertThat(new String(journal, StandardCharsets.UTF_8)).endsWith("\"}\n");
    long told;
    try (var lines = Files.lines(folder.resolve("output"))) {
      told = lines.count();
    }
    assertThat(told).isBetween(100L, (long) ITEMS - 1);

    said = run(0, 0);

    try (var rows = Files.lines(folder.resolve("journal.jsonl"))) {
      assertThat(rows.count()).isEqualTo(ITEMS + 1);
    }
    long kept = new String(journal, StandardCharsets.UTF_8).lines().count() - 1;
    assertThat(said).contains("resumed=" + kept + ",");
    assertThat(kept).isGreaterThanOrEqualTo(told);
  }
}
