package dev.ecomllm.extract;

import dev.ecomllm.engine.TaskRunner;
import dev.ecomllm.task.Answerer;
import dev.ecomllm.task.ServerLoad;
import java.util.Map;
import java.util.Optional;

/** Extracts by asking a model, and proves what it answers against the text. Thread-safe. */
public final class ModelExtractor implements AttributeExtractor, Answerer {

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

  @Override
  public Map<String, String> fingerprint() {
    return Map.of(
        "task", task.name(), "model", runner.model(), "prompt", ExtractTask.TEMPLATE.fingerprint());
  }

  @Override
  public Class<?> answers() {
    return ExtractedAttributes.class;
  }

  @Override
  public Optional<ServerLoad> load() {
    return Optional.of(runner.load());
  }
}
