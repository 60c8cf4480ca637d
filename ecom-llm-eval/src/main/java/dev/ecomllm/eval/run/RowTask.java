package dev.ecomllm.eval.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.bulk.Outcome;
import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.eval.dataset.TaskRows;
import dev.ecomllm.task.Answerer;
import dev.ecomllm.task.ServerLoad;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A task from row to row, for {@link dev.ecomllm.bulk.Bulk}: an input row is read, the task is
 * asked, and the output row is written, with a trace if there is a {@link Tracer}. It says of
 * itself what the task says. Thread-safe.
 */
public final class RowTask<I, O> implements Function<JsonLines.Row, ObjectNode>, Answerer {

  private final TaskRows<I, O> rows;
  private final Function<I, O> task;
  private final @Nullable Tracer tracer;

  /** Of rows that failed and that nobody has written yet. */
  private final Map<JsonLines.Row, ObjectNode> tracesOfFailures =
      Collections.synchronizedMap(new IdentityHashMap<>());

  private RowTask(TaskRows<I, O> rows, Function<I, O> task, @Nullable Tracer tracer) {
    this.rows = rows;
    this.task = task;
    this.tracer = tracer;
  }

  /**
   * A task without traces.
   *
   * @param task thread-safe
   */
  public static <I, O> RowTask<I, O> of(TaskRows<I, O> rows, Function<I, O> task) {
    return new RowTask<>(rows, task, null);
  }

  /** This task with a trace in each row; the tracer listens to the task's model, if it has one. */
  public RowTask<I, O> traced(Tracer tracer) {
    return new RowTask<>(rows, task, tracer);
  }

  /**
   * The output row of an input row.
   *
   * @throws IllegalArgumentException if the input row cannot be read
   * @throws dev.ecomllm.error.EcomLlmException if the task fails
   */
  @Override
  public ObjectNode apply(JsonLines.Row input) {
    if (!input.problem().isEmpty()) {
      throw new IllegalArgumentException(input.problem());
    }
    if (tracer == null) {
      return rows.answered(input, task.apply(rows.read(input)));
    }
    I question = rows.read(input);
    tracer.start();
    O answer;
    try {
      answer = task.apply(question);
    } catch (RuntimeException e) {
      tracesOfFailures.put(input, tracer.end());
      throw e;
    }
    ObjectNode trace = tracer.end();
    tracesOfFailures.remove(input); // of an earlier try
    ObjectNode row = rows.answered(input, answer);
    row.set("trace", trace);
    return row;
  }

  /**
   * The output row of an outcome: that of a failure holds the error. To be called once for each.
   */
  public ObjectNode row(Outcome<JsonLines.Row, ObjectNode> outcome) {
    if (outcome instanceof Outcome.Success<JsonLines.Row, ObjectNode> success) {
      return success.answer();
    }
    RuntimeException error = ((Outcome.Failure<JsonLines.Row, ObjectNode>) outcome).error();
    ObjectNode row = TaskRows.failed(outcome.input(), error);
    if (tracer == null) {
      return row;
    }
    ObjectNode trace = tracesOfFailures.remove(outcome.input());
    if (trace != null) {
      row.set("trace", trace);
    } else if (error instanceof InvalidOutputException invalid) {
      // Out of a journal, which keeps what the model wrote.
      row.putObject("trace").put("reply", invalid.output());
    }
    return row;
  }

  /** That of the task, and that rows have traces, where they do. */
  @Override
  public Map<String, String> fingerprint() {
    Map<String, String> all = new TreeMap<>();
    answerer().ifPresent(known -> all.putAll(known.fingerprint()));
    if (tracer != null) {
      all.put("rows", "traced");
    }
    return all;
  }

  @Override
  public Class<?> answers() {
    return ObjectNode.class;
  }

  @Override
  public Optional<ServerLoad> load() {
    return answerer().flatMap(Answerer::load);
  }

  private Optional<Answerer> answerer() {
    return task instanceof Answerer known ? Optional.of(known) : Optional.empty();
  }
}
