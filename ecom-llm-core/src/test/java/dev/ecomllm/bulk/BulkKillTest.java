package dev.ecomllm.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twenty kills at moments on a seed; each falls in another part of the run. */
@Tag("slow")
class BulkKillTest {

  private static final int ITEMS = 20_000;
  private static final int KILLS = 20;
  private static final int CONCURRENCY = 8;
  private static final List<String> JVM =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

  @TempDir private Path folder;

  @Test
  void everyItemHasExactlyOneFinalRow() throws IOException, InterruptedException {
    Path journal = folder.resolve("journal.jsonl");
    Path calls = folder.resolve("calls");
    Path output = folder.resolve("output");
    String[] arguments = {
      String.valueOf(ITEMS),
      String.valueOf(CONCURRENCY),
      "50",
      journal.toString(),
      calls.toString(),
      output.toString()
    };
    Random random = new Random(20);
    Set<String> reported = new HashSet<>();
    int kills = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      Process run = ForkedRun.start(JVM, arguments);
      long until = (long) (ITEMS * (kill - random.nextDouble()) / (KILLS + 1));
      while (run.isAlive() && count(calls) < until) {
        run.waitFor(5, TimeUnit.MILLISECONDS);
      }
      if (run.isAlive()) {
        kills++;
      }
      run.destroyForcibly().waitFor();
      reported.addAll(whole(output));
    }
    assertThat(kills).isEqualTo(KILLS);

    Process last = ForkedRun.start(JVM, arguments);
    String said = new String(last.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(last.waitFor()).as(said).isZero();

    List<String> rows = Files.readAllLines(output);
    assertThat(rows).hasSize(ITEMS);
    for (int i = 0; i < ITEMS; i++) {
      assertThat(rows.get(i)).contains("[index=" + i + ", input=" + i + ",");
    }
    // What was reported before a kill is what is reported in the end.
    assertThat(rows).containsAll(reported);

    // Asked more than once: at most what was on its way at each kill.
    Map<String, Integer> times = new HashMap<>();
    Files.readAllLines(calls).forEach(call -> times.merge(call, 1, Integer::sum));
    assertThat(times).hasSize(ITEMS);
    int repeated = times.values().stream().mapToInt(n -> n - 1).sum();
    assertThat(repeated).isBetween(1, KILLS * CONCURRENCY);
  }

  private static long count(Path file) throws IOException {
    if (!Files.exists(file)) {
      return 0;
    }
    try (var lines = Files.lines(file)) {
      return lines.count();
    }
  }

  /** The lines that were written to their end. */
  private static List<String> whole(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    String text = Files.readString(file);
    List<String> lines = new ArrayList<>(text.lines().toList());
    if (!text.endsWith("\n") && !lines.isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    return lines;
  }
}
