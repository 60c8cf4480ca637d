package dev.ecomllm.examples.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecomllm.json.JsonRepair;
import dev.ecomllm.json.Repaired;
import io.github.haibiiin.json.repair.JSONRepair;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What reading a model's JSON costs: {@code java -jar benchmarks.jar JsonRepairSpeed}. The ratios
 * count, within one run: ours to Jackson's on the repaired form of the same text.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class JsonRepairSpeed {

  private final ObjectMapper jackson = new ObjectMapper();
  private final JSONRepair peer = new JSONRepair();

  @Param private ModelJson json = ModelJson.VALID;

  private String text = "";
  private String repaired = "";

  /** Prepares the text and its repaired form. */
  @Setup
  public void prepare() {
    text = json.text();
    repaired = JsonRepair.repair(text).value().toString();
  }

  /** Ours, with the list of repairs. */
  @Benchmark
  public Repaired ours() {
    return JsonRepair.repair(text);
  }

  /** The floor: Jackson's readTree of the repaired form. */
  @Benchmark
  public JsonNode jacksonOfRepaired() throws JsonProcessingException {
    return jackson.readTree(repaired);
  }

  /** The Java repair library on Maven Central, text to text; fails on what it cannot read. */
  @Benchmark
  public String peer() {
    return peer.handle(text);
  }
}
