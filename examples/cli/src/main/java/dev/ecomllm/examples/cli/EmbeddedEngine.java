package dev.ecomllm.examples.cli;

import dev.ecomllm.calibration.CalibrationScope;
import dev.ecomllm.calibration.FittedCalibration;
import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.extract.AttributeExtractor;
import dev.ecomllm.qa.KnowledgeSource;
import dev.ecomllm.qa.ProductQa;
import dev.ecomllm.rag.embed.LangChain4jEmbedder;
import dev.ecomllm.rag.offline.EmbeddedClassifier;
import dev.ecomllm.rag.offline.EmbeddedEcomLlm;
import dev.ecomllm.rag.offline.EmbeddedExtractor;
import dev.ecomllm.rag.offline.EmbeddedQa;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** No server: everything in this JVM. */
final class EmbeddedEngine implements Engine {

  private final EmbeddedEcomLlm engine;
  private final AttributeExtractor extractor;
  private final Optional<FittedCalibration> calibration;
  private final double targetPrecision;
  private final ProductQa qa;

  EmbeddedEngine(EngineOptions options, PredictCommand.TaskName task) {
    EmbeddedEcomLlm opened =
        options.wordsOnly() ? EmbeddedEcomLlm.openByWords() : EmbeddedEcomLlm.open();
    engine =
        task == PredictCommand.TaskName.CLASSIFY && options.examples().isPresent()
            ? learned(opened, options.examples().get())
            : opened;
    extractor =
        task == PredictCommand.TaskName.EXTRACT && options.examples().isPresent()
            ? taught(options.examples().get())
            : engine.extractor();
    calibration = options.calibration().map(FittedCalibration::read);
    targetPrecision = options.targetPrecision();
    qa = options.knowledge().map(known -> answering(options, known)).orElseGet(engine::qa);
  }

  private static ProductQa answering(EngineOptions options, KnowledgeSource knowledge) {
    EmbeddedQa qa =
        options.wordsOnly()
            ? EmbeddedQa.byWords()
            : EmbeddedQa.ofThree(LangChain4jEmbedder.bgeSmallEn());
    return qa.withKnowledge(knowledge);
  }

  private static AttributeExtractor taught(Path examples) {
    try {
      return EmbeddedExtractor.create().learning(LabelledRows.readAttributes(examples));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EmbeddedEcomLlm learned(EmbeddedEcomLlm engine, Path examples) {
    try {
      return engine.learning(LabelledRows.read(examples, engine.categories().taxonomy()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ProductClassifier classifier() {
    return calibration
        .map(fitted -> engine.classifier(fitted, targetPrecision))
        .orElseGet(() -> engine.classifier(targetPrecision));
  }

  @Override
  public CalibrationScope scope() {
    return EmbeddedClassifier.scope(engine.categories());
  }

  @Override
  public AttributeExtractor extractor() {
    return extractor;
  }

  @Override
  public ProductQa qa() {
    return qa;
  }

  @Override
  public void close() {}
}
