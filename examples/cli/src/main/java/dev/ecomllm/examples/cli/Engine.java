package dev.ecomllm.examples.cli;

import dev.ecomllm.calibration.CalibrationScope;
import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.extract.AttributeExtractor;
import dev.ecomllm.qa.ProductQa;

/** Who answers: the embedded engine or an endpoint, as the options say. */
interface Engine extends AutoCloseable {

  ProductClassifier classifier();

  /** Whose scores the classifier's are. */
  CalibrationScope scope();

  AttributeExtractor extractor();

  ProductQa qa();

  @Override
  void close();
}
