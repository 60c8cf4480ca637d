package dev.ecomllm.examples.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The folder of a run:
 *
 * <pre>
 * results/  failures/            the tables, once all slices are done
 * _work/settings                 what this run is of
 * _work/input/slice=N/           the rows, as they were when the run began
 * _work/outcomes/slice=N/        what came of them
 * </pre>
 *
 * Whatever is written by a Spark job is done when its {@code _SUCCESS} is there, which Spark writes
 * last; until then it counts for nothing and is written anew.
 */
final class Slices {

  private final FileSystem files;
  private final Path folder;

  Slices(SparkSession spark, String folder) throws IOException {
    this.folder = new Path(folder);
    this.files = this.folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
  }

  String results() {
    return new Path(folder, "results").toString();
  }

  String failures() {
    return new Path(folder, "failures").toString();
  }

  String input() {
    return new Path(folder, "_work/input").toString();
  }

  String input(int slice) {
    return input() + "/slice=" + slice;
  }

  String outcomes() {
    return new Path(folder, "_work/outcomes").toString();
  }

  String outcomes(int slice) {
    return outcomes() + "/slice=" + slice;
  }

  boolean isDone(String table) throws IOException {
    return files.exists(new Path(table, "_SUCCESS"));
  }

  /** Whether any row fell into this slice. */
  boolean hasRows(int slice) throws IOException {
    return files.exists(new Path(input(slice)));
  }

  /**
   * Begins a run in this folder, or goes on with the one that is there.
   *
   * @throws IllegalArgumentException if that one has other settings; the message tells both
   */
  void begin(String settings) throws IOException {
    Path file = new Path(folder, "_work/settings");
    try (InputStream in = files.open(file)) {
      String there = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (!there.equals(settings)) {
        throw new IllegalArgumentException(
            folder + " has a run of " + there + ", not of " + settings + ": choose another --out");
      }
    } catch (FileNotFoundException e) {
      Path beside = new Path(folder, "_work/settings.new");
      try (OutputStream out = files.create(beside, true)) {
        out.write(settings.getBytes(StandardCharsets.UTF_8));
      }
      if (!files.rename(beside, file)) {
        throw new IOException("could not write " + file, e);
      }
    }
  }
}
