package dev.ecomllm.eval.run;

import java.nio.file.Path;

/**
 * A run that came to its end.
 *
 * @param manifest what its answers depend on
 * @param predictions one row for each case, in the dataset's order
 * @param kept answers that an earlier run had left
 * @param failed cases without an answer; wrong and invalid answers are no failures
 * @param determinism of the cases that were asked twice
 */
public record RunResult(
    RunManifest manifest, Path predictions, int kept, int failed, Determinism determinism) {}
