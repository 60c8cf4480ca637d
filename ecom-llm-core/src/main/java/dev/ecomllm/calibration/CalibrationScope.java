package dev.ecomllm.calibration;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Whose scores a calibration was learned from. It says nothing about anybody else's.
 *
 * @param task such as {@code "classify"}
 * @param model the model's name, or {@code "embedded"}
 * @param prompt which prompt, or which index: a name that changes when its text does
 * @param taxonomy the tree's name and version; {@code ""} where the task has none
 */
public record CalibrationScope(String task, String model, String prompt, String taxonomy) {

  /** Checks for null. */
  public CalibrationScope {
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(taxonomy, "taxonomy");
  }

  /**
   * All of it by name, with a hash of the options: what answers depend on besides the question.
   *
   * @param options whatever else they depend on, as a text of any length
   */
  public Map<String, String> fingerprint(String options) {
    Map<String, String> parts = new TreeMap<>();
    parts.put("task", task);
    parts.put("model", model);
    parts.put("prompt", prompt);
    parts.put("taxonomy", taxonomy);
    // Java says what a text's hash code is, so it is the same in every JVM.
    parts.put("options", Integer.toHexString(options.hashCode()));
    return parts;
  }
}
