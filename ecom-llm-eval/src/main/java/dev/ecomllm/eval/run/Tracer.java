package dev.ecomllm.eval.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.observe.EcomLlmListener;
import dev.ecomllm.observe.Event;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Notes for each row what the model was asked, what it wrote, how long the answer took and how many
 * tokens it used: a run given this writes it into its rows, and reports show it. The same one
 * listens to the model:
 *
 * <pre>{@code
 * Tracer tracer = new Tracer();
 * EcomLlm llm = EcomLlm.builder().endpoint(address).model(name).listener(tracer).build();
 * EvaluationRun.classify(gold, llm.classifier()).traced(tracer).run(file);
 * }</pre>
 *
 * <p>A task that asks no model, or that a cache answers, has milliseconds alone. Prompts and
 * replies repeat product text, so they are in the rows and nowhere else. Thread-safe.
 */
public final class Tracer implements EcomLlmListener {

  /** A thread asks about one row at a time. */
  private final Map<Thread, Trace> open = new ConcurrentHashMap<>();

  private final LongSupplier nanoTime;

  /** Of replies that come from now on. */
  public Tracer() {
    this(System::nanoTime);
  }

  Tracer(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Nothing: replies tell all. */
  @Override
  public void on(Event event) {}

  @Override
  public void onReply(ModelRequest request, ModelReply reply) {
    Trace trace = open.get(Thread.currentThread());
    if (trace != null) {
      trace.add(request, reply);
    }
  }

  /** What this thread asks from now on belongs to one row. */
  void start() {
    open.put(Thread.currentThread(), new Trace(nanoTime.getAsLong()));
  }

  /** What became of the row that this thread has started. */
  ObjectNode end() {
    return Objects.requireNonNull(open.remove(Thread.currentThread())).json(nanoTime.getAsLong());
  }
}
