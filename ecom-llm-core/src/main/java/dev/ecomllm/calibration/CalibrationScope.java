package dev.ecomllm.calibration;

import java.util.Objects;

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
}
