package dev.ecomllm.examples.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.eval.dataset.JsonLines;

/**
 * How one task's rows are read and written.
 *
 * @param <I> what the task is asked about
 * @param <O> its answer
 */
interface TaskRows<I, O> {

  /**
   * Reads an input row.
   *
   * @throws IllegalArgumentException if it lacks something
   */
  I read(JsonLines.Row row);

  /** Writes the answer into an output row that holds the id already. */
  void write(O answer, ObjectNode row);
}
