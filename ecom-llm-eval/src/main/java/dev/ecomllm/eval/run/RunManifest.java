package dev.ecomllm.eval.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.eval.dataset.Dataset;
import dev.ecomllm.eval.dataset.JsonLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run's answers depend on. Two runs of equal manifests ask the same questions of the same
 * model.
 *
 * @param dataset the dataset's name
 * @param sha256 of its content
 * @param cases how many cases it has
 * @param task what answers depend on besides the case, by name: {@code model}, {@code prompt} (a
 *     hash), {@code taxonomy}, settings
 * @param versions of this library and of Java
 */
public record RunManifest(
    String dataset,
    String sha256,
    int cases,
    Map<String, String> task,
    Map<String, String> versions) {

  /** Copies, sorted by name. */
  public RunManifest {
    task = new TreeMap<>(task);
    versions = new TreeMap<>(versions);
  }

  static RunManifest of(Dataset dataset, Map<String, String> task) {
    String version = RunManifest.class.getPackage().getImplementationVersion();
    return new RunManifest(
        dataset.name(),
        dataset.sha256(),
        dataset.size(),
        task,
        Map.of(
            "ecom-llm",
            Objects.requireNonNullElse(version, "unpackaged"),
            "java",
            System.getProperty("java.version", "unknown")));
  }

  /** Beside the predictions: {@code run.jsonl} has {@code run.jsonl.manifest.json}. */
  static Path fileOf(Path predictions) {
    return predictions.resolveSibling(predictions.getFileName() + ".manifest.json");
  }

  /**
   * Reads the manifest of a predictions file.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  public static RunManifest read(Path predictions) throws IOException {
    JsonNode json = JsonLines.MAPPER.readTree(Files.readString(fileOf(predictions)));
    return new RunManifest(
        json.path("dataset").asText(),
        json.path("sha256").asText(),
        json.path("cases").asInt(),
        texts(json.path("task")),
        texts(json.path("versions")));
  }

  private static Map<String, String> texts(JsonNode json) {
    Map<String, String> texts = new LinkedHashMap<>();
    json.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }

  void write(Path predictions) throws IOException {
    ObjectNode json = JsonLines.MAPPER.createObjectNode();
    json.put("dataset", dataset).put("sha256", sha256).put("cases", cases);
    json.set("task", JsonLines.MAPPER.valueToTree(task));
    json.set("versions", JsonLines.MAPPER.valueToTree(versions));
    Files.writeString(fileOf(predictions), json.toPrettyString() + "\n");
  }

  /**
   * Checks that answers of this manifest may stand beside answers of another. Java's version may
   * differ.
   *
   * @throws IllegalArgumentException if anything else does; the message names it and both values
   */
  void mustContinue(RunManifest earlier) {
    same("dataset", earlier.sha256, sha256);
    same("ecom-llm", earlier.versions.get("ecom-llm"), versions.get("ecom-llm"));
    for (String name : earlier.task.keySet()) {
      same(name, earlier.task.get(name), task.get(name));
    }
    for (String name : task.keySet()) {
      same(name, earlier.task.get(name), task.get(name));
    }
  }

  private static void same(String name, @Nullable String earlier, @Nullable String now) {
    if (!Objects.equals(earlier, now)) {
      throw new IllegalArgumentException(
          "the predictions are of another run: " + name + " was " + earlier + " and is " + now);
    }
  }
}
