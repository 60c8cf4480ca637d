package dev.ecomllm.examples.spark;

import dev.ecomllm.bulk.Bulk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/**
 * What each Spark task does: rows in, as JSON; outcomes out, one for each. A failed row is an
 * outcome; where most fail because the server is gone, the task fails, so that Spark tries it again
 * and no slice is taken to be done.
 */
final class Ask implements MapPartitionsFunction<String, Row> {

  private static final long serialVersionUID = 1;

  /** Held in memory at once by each task. */
  private static final int CHUNK = 5_000;

  private static final String RETRYABLE = "retryable";

  private final EngineSettings settings;

  Ask(EngineSettings settings) {
    this.settings = settings;
  }

  @Override
  public Iterator<Row> call(Iterator<String> rows) {
    Queue<Row> answered = new ArrayDeque<>();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        if (answered.isEmpty() && rows.hasNext()) {
          List<String> chunk = new ArrayList<>();
          while (chunk.size() < CHUNK && rows.hasNext()) {
            chunk.add(rows.next());
          }
          answered.addAll(ask(chunk));
        }
        return !answered.isEmpty();
      }

      @Override
      public Row next() {
        if (!hasNext()) {
          throw new NoSuchElementException("no more outcomes");
        }
        return answered.remove();
      }
    };
  }

  private List<Row> ask(List<String> rows) {
    List<Row> outcomes = new ArrayList<>();
    Bulk.of(Engines.of(settings))
        .reading(Outcomes::product)
        .concurrency(settings.atOnce())
        .run(rows.iterator(), outcome -> outcomes.add(Outcomes.row(outcome)));
    int retryable = Outcomes.SCHEMA.fieldIndex(RETRYABLE);
    long lost = outcomes.stream().filter(row -> Boolean.TRUE.equals(row.get(retryable))).count();
    if (2 * lost > outcomes.size()) {
      throw new IllegalStateException(
          lost + " of " + outcomes.size() + " products got no answer: is the model server gone?");
    }
    return outcomes;
  }
}
