package dev.ecomllm.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.ecomllm.testing.StubReply;
import dev.ecomllm.testing.StubVllm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueRunTest {

  private static final EngineSettings WORDS =
      new EngineSettings(EngineSettings.Kind.WORDS, "", "", false, 1);

  private static SparkSession spark;

  @TempDir private Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 4)
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void everyRowOfACsvIsAResultOrAFailure() throws IOException {
    Path csv =
        Files.writeString(
            folder.resolve("catalogue.csv"),
            """
            id,title,description,brand,colour
            1,"Kettle, ""quick""\",Boils 1.7 l,Brookwell,Grün
            2,Écharpe en laine mérinos,"Two
            lines",,
            3,,,,
            ,Stoneware mug,,,
            5,日本製 包丁 Chef's Knife,,,
            6,Mug,too,many,columns,here
            """);
    assertThat(run(csv, CatalogueFormat.CSV, WORDS)).isTrue();
    assertThat(ids(results())).containsExactlyInAnyOrder("1", "2", "5");
    List<Row> failures = failures().sort("id").collectAsList();
    assertThat(failures)
        .extracting(row -> row.getAs("id"), row -> row.getAs("kind"))
        .containsExactly(
            tuple(null, "BAD_INPUT"), tuple("3", "BAD_INPUT"), tuple("6", "BAD_INPUT"));
    assertThat(failures.get(0).<String>getAs("row")).contains("Stoneware mug");
    assertThat(failures).allSatisfy(row -> assertThat(row.<Boolean>getAs("retryable")).isFalse());
    Row kettle = results().where("id = '1'").first();
    assertThat(kettle.<String>getAs("category")).endsWith("Electric Kettles");
    assertThat(kettle.<Double>getAs("confidence")).isBetween(0.0, 1.0);
  }

  @Test
  void aBrokenLineOfJsonIsAFailureAndParquetGivesTheSame() throws IOException {
    Path json =
        Files.writeString(
            folder.resolve("catalogue.jsonl"),
            "{\"id\":1,\"title\":\"Kettle\",\"fields\":{\"colour\":\"red\"}}\nno JSON\n{\"id\":2,\"title\":\"Mug\"}\n");
    run(json, CatalogueFormat.JSON, WORDS);
    List<String> fromJson = results().sort("id").toJSON().collectAsList();
    assertThat(fromJson).hasSize(2);
    assertThat(failures().collectAsList())
        .singleElement()
        .satisfies(row -> assertThat(row.<String>getAs("row")).contains("no JSON"));

    Path parquet = folder.resolve("catalogue.parquet");
    spark.read().json(json.toString()).where("id is not null").write().parquet(parquet.toString());
    run(parquet, CatalogueFormat.PARQUET, WORDS, "second", 2, 2);
    assertThat(table("second/results").sort("id").toJSON().collectAsList()).isEqualTo(fromJson);
  }

  @Test
  void fiftyThousandRowsExactlyOnceWithOneEngine() throws IOException {
    int enginesBefore = Engines.opened();
    run(Products.json(folder.resolve("in.jsonl"), 50_000), CatalogueFormat.JSON, WORDS);
    assertThat(results().count()).isEqualTo(49_950);
    assertThat(results().select("id").distinct().count()).isEqualTo(49_950);
    assertThat(failures().where("kind = 'BAD_INPUT'").select("id").distinct().count())
        .isEqualTo(50);
    assertThat(Engines.opened() - enginesBefore).isLessThanOrEqualTo(1);
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("asked 50,000 rows");
  }

  @Test
  void aHundredWithTheWholeEngineHaveAttributes() throws IOException {
    run(
        Products.json(folder.resolve("in.jsonl"), 100),
        CatalogueFormat.JSON,
        new EngineSettings(EngineSettings.Kind.EMBEDDED, "", "", true, 1));
    assertThat(results().count()).isEqualTo(100);
    assertThat(results().where("exists(attributes, a -> a.value = 'Navy')").count())
        .isGreaterThan(5);
  }

  @Test
  void slicesThatAreDoneAreNotAskedAgain() throws IOException {
    Path in = Products.json(folder.resolve("in.jsonl"), 60);
    try (StubVllm vllm = StubVllm.start().answer("A")) {
      EngineSettings endpoint = endpoint(vllm);
      assertThat(run(in, CatalogueFormat.JSON, endpoint, "out", 6, 2)).isFalse();
      int asked = products(vllm);
      assertThat(asked).isBetween(1, 59);
      Files.delete(in); // the rows are kept with the run

      assertThat(run(in, CatalogueFormat.JSON, endpoint, "out", 6, 6)).isTrue();
      assertThat(products(vllm)).isEqualTo(60);
      assertThat(results().count()).isEqualTo(60);
      assertThat(results().where("answeredBy = 'stub-model'").count()).isEqualTo(60);

      assertThat(run(in, CatalogueFormat.JSON, endpoint, "out", 6, 6)).isTrue();
      assertThat(products(vllm)).isEqualTo(60);
    }
  }

  @Test
  void whereTheServerIsGoneTheJobFailsAndTheNextRunGoesOn() throws IOException {
    Path in = Products.json(folder.resolve("in.jsonl"), 4);
    try (StubVllm vllm = StubVllm.start().answer("A")) {
      EngineSettings endpoint = endpoint(vllm);
      vllm.stop();
      assertThatThrownBy(() -> run(in, CatalogueFormat.JSON, endpoint, "out", 1, 1))
          .hasStackTraceContaining("is the model server gone?");
      // Another server of the same model: a run is not bound to an address.
      try (StubVllm other = StubVllm.start().answer("A")) {
        assertThat(run(in, CatalogueFormat.JSON, endpoint(other), "out", 1, 1)).isTrue();
        assertThat(results().count()).isEqualTo(4);
      }
    }
  }

  @Test
  void aDeadLetterThatMayPassIsACatalogueForTheNextRun() throws IOException {
    Path in = Products.json(folder.resolve("in.jsonl"), 20);
    try (StubVllm vllm = StubVllm.start()) {
      vllm.answer(
          request ->
              request.prompt().contains("No. 7") ? StubReply.status(503) : StubReply.text("A"));
      run(in, CatalogueFormat.JSON, endpoint(vllm), "out", 1, 1);
      assertThat(failures().collectAsList())
          .singleElement()
          .satisfies(row -> assertThat(row.<Boolean>getAs("retryable")).isTrue());

      vllm.answer("A");
      run(folder.resolve("out/failures"), CatalogueFormat.FAILURES, endpoint(vllm), "again", 1, 1);
      assertThat(ids(table("again/results"))).containsExactly("p-7");
    }
  }

  @Test
  void anotherRunInTheSameFolderIsRefused() throws IOException {
    Path in = Products.json(folder.resolve("in.jsonl"), 10);
    run(in, CatalogueFormat.JSON, WORDS, "out", 1, 1);
    assertThatThrownBy(() -> run(in, CatalogueFormat.JSON, WORDS, "out", 3, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 slices")
        .hasMessageContaining("3 slices");
  }

  @Test
  void onlyNamesAndNumbersTravel() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Ask(WORDS));
    }
    assertThat(bytes.size()).isLessThan(1_000);
  }

  @Test
  void wrongUseIsSaidBeforeSparkStarts() {
    assertThat(CatalogueJob.command().execute("--in", "x", "--out", "y", "--engine", "endpoint"))
        .isEqualTo(2);
  }

  private static EngineSettings endpoint(StubVllm vllm) {
    return new EngineSettings(
        EngineSettings.Kind.ENDPOINT, vllm.endpoint().toString(), vllm.model(), false, 4);
  }

  /** Without the questions by which a client finds out what the server can. */
  private static int products(StubVllm vllm) {
    return (int)
        vllm.requests().stream().filter(request -> request.prompt().contains("No. ")).count();
  }

  private boolean run(Path in, CatalogueFormat format, EngineSettings engine) throws IOException {
    return run(in, format, engine, "out", 2, 2);
  }

  private boolean run(
      Path in, CatalogueFormat format, EngineSettings engine, String out, int slices, int most)
      throws IOException {
    return new CatalogueRun(
            in.toString(), format, Map.of(), folder.resolve(out).toString(), slices, most, engine)
        .run(spark, new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  private Dataset<Row> results() {
    return table("out/results");
  }

  private Dataset<Row> failures() {
    return table("out/failures");
  }

  private Dataset<Row> table(String name) {
    return spark.read().parquet(folder.resolve(name).toString());
  }

  private static List<String> ids(Dataset<Row> table) {
    return table.select("id").collectAsList().stream().map(row -> row.getString(0)).toList();
  }
}
