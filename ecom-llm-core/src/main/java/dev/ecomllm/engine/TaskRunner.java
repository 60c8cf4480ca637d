package dev.ecomllm.engine;

import dev.ecomllm.cache.ResponseCache;
import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.error.EcomLlmException;
import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.observe.EcomLlmListener;
import dev.ecomllm.task.ServerLoad;
import dev.ecomllm.task.Task;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks against a model. {@link #run(Task, Object, Deadline)} and the method under it are the
 * whole pipeline, in order. Thread-safe.
 */
public final class TaskRunner {

  private static final Logger log = LoggerFactory.getLogger(TaskRunner.class);

  private static final String NO_KEY = "0".repeat(64);

  /** Second tries that can be saved up, and what each question adds: a fifth of one. */
  private static final int RETRIES_SAVED_UP = 100;

  private static final double RETRY_SHARE = 0.2;

  private final ResponseCache cache;
  private final Flights flights = new Flights();
  private final Call.Parts parts;

  /**
   * A runner of these parts. It closes none of them.
   *
   * @param cache {@link ResponseCache#none()} to remember nothing
   */
  public TaskRunner(
      ModelClient client,
      CallSettings settings,
      ResponseCache cache,
      List<EcomLlmListener> listeners,
      Timing timing) {
    this.cache = cache;
    parts =
        new Call.Parts(
            settings.hedgeAfter().isZero() ? client : new Hedge(client, settings.hedgeAfter()),
            settings,
            pace(settings.requestsPerSecond(), timing),
            pace(settings.tokensPerSecond(), timing),
            new Allowance(RETRIES_SAVED_UP, RETRY_SHARE),
            new Listeners(listeners),
            new Watchers(),
            timing);
  }

  private static @Nullable Pace pace(double perSecond, Timing timing) {
    return perSecond == 0 ? null : new Pace(perSecond, timing);
  }

  /** A runner with the default settings, no cache and no listener. */
  public static TaskRunner of(ModelClient client) {
    return new TaskRunner(
        client, CallSettings.DEFAULTS, ResponseCache.none(), List.of(), Timing.system());
  }

  /** The name of the model that is asked. */
  public String model() {
    return parts.client().model();
  }

  /** How the model's server takes what it is asked: one try is one call of the client. */
  public ServerLoad load() {
    return parts.watchers();
  }

  /**
   * A fresh deadline for several runs to share: as long from now as the settings say, and no later
   * than that of whoever asks.
   */
  public Deadline deadline() {
    return Deadline.in(parts.settings().deadline(), parts.timing());
  }

  /**
   * Answers one question in the time that the settings give it.
   *
   * @throws EcomLlmException if no answer comes or it is unusable; it names the product
   */
  public <I, O> O run(Task<I, O> task, I input) {
    return run(task, input, deadline());
  }

  /**
   * Answers one question before a deadline: from the cache, or with whoever is asking the same, or
   * by asking.
   *
   * @throws EcomLlmException if no answer comes or it is unusable; it names the product
   */
  public <I, O> O run(Task<I, O> task, I input, Deadline deadline) {
    Call call = new Call(parts, task.name(), task.productId(input), deadline);
    try {
      ModelRequest request = task.ask(input);
      if (cache == ResponseCache.none()) {
        return ask(task, input, request, call, keyForListeners(task, request));
      }
      String key = CacheKey.of(model(), task, request);
      Optional<O> remembered = recall(task, input, key);
      while (remembered.isEmpty()) {
        try (Flights.Flight mine = flights.board(key, deadline)) {
          remembered = recall(task, input, key); // what another flight has brought
          if (remembered.isEmpty() && mine != null) {
            return mine.ask(() -> ask(task, input, request, call, key));
          }
        }
      }
      call.answered(ModelReply.Usage.UNKNOWN, key);
      return remembered.get();
    } catch (EcomLlmException e) {
      throw call.failed(e);
    }
  }

  /** Asks the model, once more if its answer was unusable, and remembers what could be read. */
  private <I, O> O ask(Task<I, O> task, I input, ModelRequest request, Call call, String key) {
    ModelReply reply = call.send(request);
    O answer;
    try {
      answer = task.read(input, reply);
    } catch (InvalidOutputException problem) {
      ModelRequest again = task.askAgain(input, request, problem).orElseThrow(() -> problem);
      call.askingAgain(problem);
      String firstModel = reply.model();
      try {
        reply = call.send(again);
        answer = task.readAgain(input, problem, reply);
      } catch (ModelCallException e) {
        answer = task.keep(input, problem, firstModel).orElseThrow(() -> e);
        call.answered(reply.usage(), key);
        return answer;
      }
    }
    remember(key, reply);
    call.answered(reply.usage(), key);
    return answer;
  }

  /** A hash of the whole request costs a few microseconds. */
  private String keyForListeners(Task<?, ?> task, ModelRequest request) {
    return parts.listeners().isEmpty() ? NO_KEY : CacheKey.of(model(), task, request);
  }

  /** A remembered reply that the task can still read. A broken cache is one that has no reply. */
  private <I, O> Optional<O> recall(Task<I, O> task, I input, String key) {
    try {
      return cache.get(key).map(reply -> task.read(input, reply));
    } catch (InvalidOutputException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      log.warn("cache failed to read: {}", e.getClass().getName());
      return Optional.empty();
    }
  }

  private void remember(String key, ModelReply reply) {
    try {
      cache.put(key, reply);
    } catch (RuntimeException e) {
      log.warn("cache failed to write: {}", e.getClass().getName());
    }
  }
}
