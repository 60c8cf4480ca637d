package dev.ecomllm.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A million items in 128 MB, with journal and progress; then all of them again, from the journal.
 */
@Tag("slow")
class BulkHeapTest {

  private static final int ITEMS = 1_000_000;

  @TempDir private Path folder;

  @Test
  void aMillionItemsFitIn128Megabytes() throws IOException, InterruptedException {
    String first = run();
    assertThat(first).contains("succeeded=989690, failed=10310, resumed=0,");
    try (var lines = Files.lines(folder.resolve("journal.jsonl"))) {
      assertThat(lines.count()).isEqualTo(ITEMS + 1);
    }
    assertThat(run()).contains("succeeded=989690, failed=10310, resumed=1000000,");
  }

  private String run() throws IOException, InterruptedException {
    Process run =
        ForkedRun.start(
            List.of("-Xmx128m"),
            String.valueOf(ITEMS),
            "4",
            "0",
            folder.resolve("journal.jsonl").toString(),
            folder.resolve("calls").toString(),
            folder.resolve("output").toString());
    String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(run.waitFor()).as(said).isZero();
    return said;
  }
}
