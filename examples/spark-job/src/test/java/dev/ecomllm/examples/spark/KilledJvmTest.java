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

/** The job in JVMs of its own, which are killed with SIGKILL in the middle. */
@Tag("slow")
class KilledJvmTest {

  private static final int ROWS = 50_000;
  private static final int SLICES = 10;

  @TempDir private Path folder;

  @Test
  void aJobThatDiesLosesNothingAndAsksNothingTwiceThatWasDone()
      throws IOException, InterruptedException {
    Path in = Products.json(folder.resolve("in.jsonl"), ROWS);
    Process first = start(in, "local[2]");
    try {
      waitForSlices(first, 2);
    } finally {
      first.destroyForcibly().waitFor();
    }
    Map<String, FileTime> before = done();
    assertThat(before).hasSizeBetween(2, SLICES - 1);
    assertThat(folder.resolve("out/results")).doesNotExist();

    assertThat(start(in, "local[2]").waitFor()).isZero();
    assertThat(done()).hasSize(SLICES).containsAllEntriesOf(before);
    everyRowIsThereOnce();
  }

  @Test
  void anExecutorThatDiesLosesNothing() throws IOException, InterruptedException {
    Path in = Products.json(folder.resolve("in.jsonl"), ROWS);
    Process driver = start(in, "local-cluster[2,1,1024]"); // two executors, each a JVM
    try {
      waitForSlices(driver, 1);
      ProcessHandle executor = driver.children().findFirst().orElseThrow();
      assertThat(executor.destroyForcibly()).isTrue();
      assertThat(driver.waitFor()).isZero();
    } finally {
      driver.descendants().forEach(ProcessHandle::destroyForcibly);
      driver.destroyForcibly().waitFor();
    }
    everyRowIsThereOnce();
  }

  private void everyRowIsThereOnce() throws IOException {
    try (SparkSession spark =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", false).getOrCreate()) {
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

  private void waitForSlices(Process job, int slices) throws IOException, InterruptedException {
    while (done().size() < slices) {
      assertThat(job.waitFor(10, TimeUnit.MILLISECONDS))
          .withFailMessage("the job ended before it was killed")
          .isFalse();
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

  private Process start(Path in, String master) throws IOException {
    String classPath = System.getProperty("java.class.path");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Stream.of(System.getProperty("spark.opens", "").split(" "))
        .filter(option -> !option.isEmpty())
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Xmx1g",
            "-Dspark.master=" + master,
            "-Dspark.ui.enabled=false",
            "-Dspark.executor.extraClassPath=" + classPath,
            "-cp",
            classPath,
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
    ProcessBuilder job = new ProcessBuilder(command).redirectErrorStream(true);
    // Executors look for an installation; this one is empty, and the class path has what they need.
    Path installation = folder.resolve("spark");
    Files.createDirectories(installation.resolve("jars"));
    job.environment().put("SPARK_HOME", installation.toString());
    job.environment().put("SPARK_SCALA_VERSION", "2.13");
    job.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return job.redirectOutput(folder.resolve("job.log").toFile()).start();
  }
}
