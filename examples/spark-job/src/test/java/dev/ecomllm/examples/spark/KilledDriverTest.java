package dev.ecomllm.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job in a JVM of its own, driver and executor, killed with SIGKILL. */
@Tag("slow")
class KilledDriverTest {

  private static final int ROWS = 50_000;
  private static final int SLICES = 10;

  @TempDir private Path folder;

  @Test
  void losesNothingAndAsksNothingTwiceThatWasDone() throws IOException, InterruptedException {
    Path in = Products.json(folder.resolve("in.jsonl"), ROWS);
    Process first = start(in);
    try {
      while (done().size() < 2) {
        assertThat(first.waitFor(10, TimeUnit.MILLISECONDS))
            .withFailMessage("the first run ended before it was killed")
            .isFalse();
      }
    } finally {
      first.destroyForcibly().waitFor();
    }
    Map<String, FileTime> before = done();
    assertThat(before).hasSizeBetween(2, SLICES - 1);
    assertThat(folder.resolve("out/results")).doesNotExist();

    assertThat(start(in).waitFor()).isZero();
    assertThat(done()).hasSize(SLICES).containsAllEntriesOf(before);
    try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
      Dataset<Row> ids =
          spark
              .read()
              .parquet(folder.resolve("out/results").toString())
              .select("id")
              .union(spark.read().parquet(folder.resolve("out/failures").toString()).select("id"));
      assertThat(ids.count()).isEqualTo(ROWS);
      assertThat(ids.distinct().count()).isEqualTo(ROWS);
    }
  }

  /** The slices that are done, each with when. */
  private Map<String, FileTime> done() throws IOException {
    Map<String, FileTime> done = new TreeMap<>();
    for (int slice = 0; slice < SLICES; slice++) {
      Path marker = folder.resolve("out/_work/outcomes/slice=" + slice + "/_SUCCESS");
      if (Files.exists(marker)) {
        done.put(marker.toString(), Files.getLastModifiedTime(marker));
      }
    }
    return done;
  }

  private Process start(Path in) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Stream.of(System.getProperty("spark.opens", "").split(" "))
        .filter(option -> !option.isEmpty())
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Xmx1g",
            "-Dspark.master=local[2]",
            "-Dspark.ui.enabled=false",
            "-cp",
            System.getProperty("java.class.path"),
            CatalogueJob.class.getName(),
            "--in",
            in.toString(),
            "--format",
            "json",
            "--out",
            folder.resolve("out").toString(),
            "--slices",
            Integer.toString(SLICES),
            "--engine",
            "words"));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
