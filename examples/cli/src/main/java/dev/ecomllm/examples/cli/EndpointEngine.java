package dev.ecomllm.examples.cli;

import dev.ecomllm.EcomLlm;
import dev.ecomllm.calibration.CalibrationScope;
import dev.ecomllm.calibration.FittedCalibration;
import dev.ecomllm.classify.ClassifierOptions;
import dev.ecomllm.classify.DecisionPolicy;
import dev.ecomllm.classify.ModelClassifier;
import dev.ecomllm.extract.AttributeExtractor;
import dev.ecomllm.observe.EcomLlmListener;
import dev.ecomllm.qa.ProductQa;
import dev.ecomllm.rag.candidates.CategoryIndex;
import dev.ecomllm.rag.embed.LangChain4jEmbedder;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.io.UncheckedIOException;

/** An OpenAI-compatible server; shortlists come from the embedded category index. */
final class EndpointEngine implements Engine {

  private final EngineOptions options;
  private final EcomLlm llm;

  EndpointEngine(EngineOptions options, EcomLlmListener listener) {
    this.options = options;
    EcomLlm.Builder builder =
        EcomLlm.builder()
            .endpoint(options.requireEndpoint())
            .model(options.model())
            .apiKey(System.getenv().getOrDefault("ECOM_LLM_API_KEY", ""))
            .listener(listener);
    if (options.strategy() == EngineOptions.StrategyName.SHORTLIST) {
      builder.candidates(index());
    }
    options.knowledge().ifPresent(builder::knowledge);
    llm = builder.build();
  }

  private CategoryIndex index() {
    CategoryIndex index =
        options.wordsOnly()
            ? CategoryIndex.googleByWords()
            : CategoryIndex.google(LangChain4jEmbedder.bgeSmallEn());
    try {
      return options.examples().isEmpty()
          ? index
          : index.learning(LabelledRows.read(options.examples().get(), Taxonomy.google()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ModelClassifier classifier() {
    ClassifierOptions chosen =
        ClassifierOptions.defaults()
            .withCandidates(options.candidates())
            .withStrategy(
                options.strategy() == EngineOptions.StrategyName.PATH
                    ? ClassifierOptions.Strategy.PATH
                    : ClassifierOptions.Strategy.SHORTLIST);
    return llm.classifier(
        options
            .calibration()
            .map(
                file ->
                    chosen.withCalibration(FittedCalibration.read(file), options.targetPrecision()))
            .orElseGet(() -> chosen.withPolicy(DecisionPolicy.atLeast(options.targetPrecision()))));
  }

  @Override
  public CalibrationScope scope() {
    return classifier().scope();
  }

  @Override
  public AttributeExtractor extractor() {
    return llm.extractor();
  }

  @Override
  public ProductQa qa() {
    return llm.qa();
  }

  @Override
  public void close() {
    llm.close();
  }
}
