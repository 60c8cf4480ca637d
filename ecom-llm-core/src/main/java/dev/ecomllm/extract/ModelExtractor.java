package dev.ecomllm.extract;

import dev.ecomllm.engine.TaskRunner;

/** Extracts by asking a model, and proves what it answers against the text. Thread-safe. */
public final class ModelExtractor implements AttributeExtractor {

  private final TaskRunner runner;
  private final ExtractTask task = new ExtractTask();

  private ModelExtractor(TaskRunner runner) {
    this.runner = runner;
  }

  /** An extractor that asks this runner's model. */
  public static ModelExtractor of(TaskRunner runner) {
    return new ModelExtractor(runner);
  }

  @Override
  public ExtractedAttributes extract(ExtractRequest request) {
    return runner.run(task, request);
  }
}
