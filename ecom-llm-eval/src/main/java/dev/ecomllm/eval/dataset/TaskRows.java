package dev.ecomllm.eval.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.error.ModelCallException;

/**
 * How one task's rows are read and written: the contract of the command line's files.
 *
 * @param <I> what the task is asked about
 * @param <O> its answer
 */
public interface TaskRows<I, O> {

  /**
   * Reads an input row; labels that stand in it are not shown to the task.
   *
   * @throws IllegalArgumentException if it lacks something
   */
  I read(JsonLines.Row row);

  /** Writes the answer into an output row that holds the id already. */
  void write(O answer, ObjectNode row);

  /** The output row of an input row that was answered. */
  default ObjectNode answered(JsonLines.Row input, O answer) {
    ObjectNode row = withId(input);
    write(answer, row);
    return row;
  }

  /** The output row of an input row that failed. */
  static ObjectNode failed(JsonLines.Row input, RuntimeException error) {
    ObjectNode row = withId(input);
    row.putObject("error")
        .put("kind", kind(error))
        .put("message", String.valueOf(error.getMessage()));
    return row;
  }

  private static ObjectNode withId(JsonLines.Row input) {
    ObjectNode row = JsonLines.MAPPER.createObjectNode();
    JsonNode id = input.object().get("id");
    row.set("id", id == null ? TextNode.valueOf(input.id()) : id);
    return row;
  }

  private static String kind(RuntimeException error) {
    if (error instanceof ModelCallException call) {
      return call.kind().name();
    }
    if (error instanceof InvalidOutputException) {
      return "INVALID_OUTPUT";
    }
    return error instanceof IllegalArgumentException ? "BAD_INPUT" : "INTERNAL";
  }
}
