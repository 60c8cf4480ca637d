package dev.ecomllm.examples.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import java.util.Map;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What a catalogue is written in. Each of its rows becomes one string: a JSON object. */
enum CatalogueFormat {
  /** With a header; quotes in quoted values are doubled; values may run over several lines. */
  CSV,
  /** One object a line. */
  JSON,
  PARQUET,
  /** The failures of an earlier run that may pass now. */
  FAILURES;

  /** The name of the only column. */
  static final String ROW = "row";

  Dataset<Row> read(SparkSession spark, String path, Map<String, String> options) {
    return switch (this) {
      case CSV ->
          rows(
              spark
                  .read()
                  .option("header", true)
                  .option("escape", "\"")
                  .option("multiLine", true)
                  .options(options),
              "csv",
              path);
      case JSON ->
          rows(spark.read().option("primitivesAsString", true).options(options), "json", path);
      case PARQUET -> asJson(spark.read().options(options).parquet(path));
      case FAILURES -> spark.read().parquet(path).where("retryable").select(ROW);
    };
  }

  /** With a column for the rows that do not fit; Spark fills it only where the schema has it. */
  private static Dataset<Row> rows(DataFrameReader reader, String format, String path) {
    StructType schema = reader.format(format).load(path).schema();
    StructType whole =
        schema.getFieldIndex(Outcomes.CORRUPT).isDefined()
            ? schema
            : schema.add(Outcomes.CORRUPT, DataTypes.StringType);
    return asJson(reader.schema(whole).load(path));
  }

  private static Dataset<Row> asJson(Dataset<Row> table) {
    return table.select(to_json(struct(col("*"))).as(ROW));
  }
}
