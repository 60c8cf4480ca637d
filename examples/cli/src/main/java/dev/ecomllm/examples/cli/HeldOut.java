package dev.ecomllm.examples.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.calibration.FittedCalibration;
import dev.ecomllm.classify.Classification;
import dev.ecomllm.classify.ClassificationFit;
import dev.ecomllm.classify.ClassificationFit.LabelledResult;
import dev.ecomllm.classify.Decision;
import dev.ecomllm.eval.metric.CalibrationError;
import dev.ecomllm.taxonomy.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What a calibration does to rows that it has not seen: each half is calibrated by what was learned
 * from the other half, since on its own rows a calibration looks perfect.
 */
final class HeldOut {

  private final List<LabelledResult> before;
  private final List<LabelledResult> after = new ArrayList<>();
  private final double targetPrecision;

  HeldOut(
      List<LabelledResult> results,
      Function<List<LabelledResult>, FittedCalibration> fit,
      double targetPrecision) {
    before = results;
    this.targetPrecision = targetPrecision;
    List<LabelledResult> even = new ArrayList<>();
    List<LabelledResult> odd = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      (i % 2 == 0 ? even : odd).add(results.get(i));
    }
    redo(fit.apply(even), odd);
    redo(fit.apply(odd), even);
  }

  private void redo(FittedCalibration fitted, List<LabelledResult> unseen) {
    for (LabelledResult result : unseen) {
      after.add(
          new LabelledResult(
              ClassificationFit.redo(result.answer(), fitted, targetPrecision), result.accepted()));
    }
  }

  /** Adds the calibration errors, and what is decided at the target precision. */
  void write(ObjectNode report) {
    error(before).ifPresent(value -> report.put("eceBefore", value));
    error(after).ifPresent(value -> report.put("eceAfter", value));
    ObjectNode decisions = report.putObject("decisions");
    decisions.put("targetPrecision", targetPrecision);
    int decided = 0;
    int right = 0;
    int leaves = 0;
    int leavesRight = 0;
    int depth = 0;
    for (LabelledResult row : after) {
      if (row.answer().decided().isPresent()) {
        Category node = row.answer().decided().get();
        boolean isRight = row.accepted().stream().anyMatch(c -> c.isAtOrBelow(node));
        decided++;
        depth += node.depth();
        right += isRight ? 1 : 0;
        if (row.answer().decision() == Decision.LEAF) {
          leaves++;
          leavesRight += row.accepted().contains(node) ? 1 : 0;
        }
      }
    }
    decisions.put("n", after.size());
    decisions.put("decided", (double) decided / after.size());
    decisions.put("leaf", (double) leaves / after.size());
    if (decided > 0) {
      decisions.put("precision", (double) right / decided);
      decisions.put("meanDepth", (double) depth / decided);
    }
    if (leaves > 0) {
      decisions.put("leafPrecision", (double) leavesRight / leaves);
    }
    report.put("note", "eceAfter and decisions: each half calibrated by the other half");
  }

  /** Expected calibration error, ten bins; empty if a row has no confidence. */
  private static OptionalDouble error(List<LabelledResult> rows) {
    double[] confidence = new double[rows.size()];
    boolean[] right = new boolean[rows.size()];
    for (int i = 0; i < right.length; i++) {
      Classification answer = rows.get(i).answer();
      if (answer.confidence().isEmpty()) {
        return OptionalDouble.empty();
      }
      confidence[i] = answer.confidence().getAsDouble();
      right[i] = rows.get(i).accepted().contains(answer.category());
    }
    return OptionalDouble.of(CalibrationError.of(confidence, right, 10).ece());
  }
}
