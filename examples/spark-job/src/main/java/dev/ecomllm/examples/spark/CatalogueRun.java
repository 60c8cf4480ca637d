package dev.ecomllm.examples.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * A catalogue to a table of results and one of failures, slice by slice.
 *
 * @param in where the catalogue is
 * @param format what it is written in
 * @param readOptions Spark's, for reading it
 * @param out the run's folder
 * @param slices how many slices it is cut into
 * @param mostSlices how many are asked now, at most; the next run goes on
 * @param engine who answers
 */
record CatalogueRun(
    String in,
    CatalogueFormat format,
    Map<String, String> readOptions,
    String out,
    int slices,
    int mostSlices,
    EngineSettings engine) {

  /** Parts of a slice for each core: small enough that the last ones end together. */
  private static final int PARTS = 3;

  CatalogueRun {
    if (slices < 1 || mostSlices < 1) {
      throw new IllegalArgumentException("--slices and --most-slices must be at least 1");
    }
    readOptions = Map.copyOf(readOptions);
  }

  /**
   * Runs, or goes on.
   *
   * @return whether all slices are done and both tables written
   */
  boolean run(SparkSession spark, PrintStream progress) throws IOException {
    Slices folder = new Slices(spark, out);
    folder.begin(settings());
    if (!folder.isDone(folder.input())) {
      slice(spark, folder);
    }
    int asked = 0;
    long rows = 0;
    double seconds = 0;
    boolean more = false;
    for (int slice = 0; slice < slices; slice++) {
      if (!folder.hasRows(slice) || folder.isDone(folder.outcomes(slice))) {
        continue;
      }
      if (asked == mostSlices) {
        more = true;
        break;
      }
      long start = System.nanoTime();
      ask(spark, folder, slice);
      asked++;
      seconds += (System.nanoTime() - start) / 1e9;
      rows += spark.read().parquet(folder.outcomes(slice)).count();
      progress.printf(Locale.ROOT, "slice %d of %d: %,d rows so far%n", slice + 1, slices, rows);
    }
    progress.printf(
        Locale.ROOT, "asked %,d rows in %.1f s: %,.0f a second%n", rows, seconds, rows / seconds);
    if (more) {
      progress.println("there is more: run this again");
      return false;
    }
    if (asked > 0 || !folder.isDone(folder.failures())) {
      publish(spark, folder);
    }
    progress.printf(
        Locale.ROOT,
        "%,d results in %s, %,d failures in %s%n",
        spark.read().parquet(folder.results()).count(),
        folder.results(),
        spark.read().parquet(folder.failures()).count(),
        folder.failures());
    return true;
  }

  /** What must be the same for a run to go on; a server may move, and its load may change. */
  private String settings() {
    return String.join(
        " ",
        in,
        format.name(),
        slices + " slices",
        engine.kind().name(),
        engine.model(),
        engine.attributes() ? "attributes" : "categories");
  }

  /** The same row always falls into the same slice. */
  private void slice(SparkSession spark, Slices folder) {
    format
        .read(spark, in, readOptions)
        .withColumn("slice", pmod(xxhash64(col(CatalogueFormat.ROW)), lit(slices)))
        .write()
        .mode(SaveMode.Overwrite)
        .partitionBy("slice")
        .parquet(folder.input());
  }

  /** The tasks that ask also write: nothing is asked again because a later stage is. */
  private void ask(SparkSession spark, Slices folder, int slice) {
    spark
        .read()
        .parquet(folder.input(slice))
        .select(CatalogueFormat.ROW)
        .as(Encoders.STRING())
        .repartition(PARTS * spark.sparkContext().defaultParallelism())
        .mapPartitions(new Ask(engine), Encoders.row(Outcomes.SCHEMA))
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(folder.outcomes(slice));
  }

  private void publish(SparkSession spark, Slices folder) {
    Dataset<Row> outcomes =
        spark
            .read()
            .schema(Outcomes.SCHEMA)
            .option("recursiveFileLookup", true)
            .parquet(folder.outcomes());
    outcomes
        .where("kind is null")
        .select(columns(Outcomes.RESULT))
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(folder.results());
    outcomes
        .where("kind is not null")
        .select(columns("id string, " + Outcomes.FAILURE))
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(folder.failures());
  }

  private static Column[] columns(String ddl) {
    return Arrays.stream(StructType.fromDDL(ddl).fieldNames())
        .map(name -> col(name))
        .toArray(Column[]::new);
  }
}
