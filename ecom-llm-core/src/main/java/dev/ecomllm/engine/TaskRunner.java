package dev.ecomllm.engine;

import dev.ecomllm.cache.ResponseCache;
import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.error.EcomLlmException;
import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.observe.EcomLlmListener;
import dev.ecomllm.observe.Event;
import dev.ecomllm.task.ServerLoad;
import dev.ecomllm.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks against a model. {@link #run(Task, Object, Deadline)} is the whole pipeline, in order.
 * Thread-safe; it holds no lock and no thread of its own.
 */
public final class TaskRunner {

  private static final Logger log = LoggerFactory.getLogger(TaskRunner.class);

  private static final String NO_KEY = "0".repeat(64);

  private final ModelClient client;
  private final CallSettings settings;
  private final ResponseCache cache;
  private final List<EcomLlmListener> listeners;
  private final Timing timing;
  private final Watchers watchers = new Watchers();

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
    this.client = client;
    this.settings = settings;
    this.cache = cache;
    this.listeners = List.copyOf(listeners);
    this.timing = timing;
  }

  /** A runner with the default settings, no cache and no listener. */
  public static TaskRunner of(ModelClient client) {
    return new TaskRunner(
        client, CallSettings.DEFAULTS, ResponseCache.none(), List.of(), Timing.system());
  }

  /** The name of the model that is asked. */
  public String model() {
    return client.model();
  }

  /** How the model's server takes what it is asked: one try is one call of the client. */
  public ServerLoad load() {
    return watchers;
  }

  /** A fresh deadline, as long from now as the settings say, for several runs to share. */
  public Deadline deadline() {
    return new Deadline(timing, settings.deadline());
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
   * Answers one question before a deadline.
   *
   * @throws EcomLlmException if no answer comes or it is unusable; it names the product
   */
  public <I, O> O run(Task<I, O> task, I input, Deadline deadline) {
    Call call = new Call(task.name(), task.productId(input), deadline);
    try {
      ModelRequest request = task.ask(input);
      String key = isKeyed() ? CacheKey.of(client.model(), task, request) : NO_KEY;

      Optional<O> remembered = recall(task, input, key);
      if (remembered.isPresent()) {
        call.answered(ModelReply.Usage.UNKNOWN, key);
        return remembered.get();
      }

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
    } catch (EcomLlmException e) {
      EcomLlmException failure = e.about(call.productId);
      call.failed(failure);
      throw failure;
    }
  }

  /**
   * Whether anybody wants to know the key: a hash of the whole request costs a few microseconds.
   */
  private boolean isKeyed() {
    return cache != ResponseCache.none() || !listeners.isEmpty();
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

  /** One question on its way: what listeners are told about it, and its tries. */
  private final class Call {

    private final String task;
    private final String productId;
    private final Deadline deadline;
    private final long start = timing.nanoTime();
    private int attempts;

    Call(String task, String productId, Deadline deadline) {
      this.task = task;
      this.productId = productId;
      this.deadline = deadline;
    }

    /** Tries until a reply comes, the failure is final, or the next try would be too late. */
    ModelReply send(ModelRequest request) {
      boolean freeRetry = true;
      int attempt = 1;
      while (true) {
        try {
          attempts++;
          return call(request, timeOfOneTry());
        } catch (ModelCallException failure) {
          if (freeRetry && Backoff.closedBeforeAnyReply(failure)) {
            freeRetry = false;
            continue;
          }
          Duration pause = Backoff.pause(attempt, failure, timing.random());
          if (!failure.isRetryable()
              || attempt == settings.maxAttempts()
              || pause.compareTo(deadline.remaining()) >= 0) {
            throw failure.afterAttempts(attempt);
          }
          tell(new Event.Retrying(task, productId, model(), attempts, pause, failure));
          sleep(pause);
          attempt++;
        }
      }
    }

    private ModelReply call(ModelRequest request, Duration timeout) {
      long began = timing.nanoTime();
      try {
        ModelReply reply = client.call(request, timeout);
        watchers.answered(timing.nanoTime() - began);
        return reply;
      } catch (ModelCallException failure) {
        watchers.failed(timing.nanoTime() - began, failure);
        throw failure;
      }
    }

    private Duration timeOfOneTry() {
      if (Thread.currentThread().isInterrupted()) {
        throw interrupted(null);
      }
      Duration remaining = deadline.remaining();
      if (remaining.isZero()) {
        throw ModelCallException.of(
            ModelCallException.Kind.TIMED_OUT,
            "the deadline of " + deadline.budget() + " passed before the model could be asked",
            null);
      }
      return remaining.compareTo(settings.timeout()) < 0 ? remaining : settings.timeout();
    }

    private void sleep(Duration pause) {
      try {
        timing.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw interrupted(e);
      }
    }

    void answered(ModelReply.Usage usage, String key) {
      tell(
          new Event.Answered(
              task, productId, model(), duration(), attempts, usage, key.substring(0, 16)));
    }

    void askingAgain(InvalidOutputException problem) {
      tell(new Event.AskingAgain(task, productId, model(), problem.about(productId)));
    }

    void failed(EcomLlmException failure) {
      tell(new Event.Failed(task, productId, model(), duration(), failure));
    }

    private Duration duration() {
      return Duration.ofNanos(timing.nanoTime() - start);
    }
  }

  private static ModelCallException interrupted(@Nullable InterruptedException cause) {
    return ModelCallException.of(
        ModelCallException.Kind.INTERRUPTED, "the calling thread was interrupted", cause);
  }

  private void tell(Event event) {
    for (EcomLlmListener listener : listeners) {
      try {
        listener.on(event);
      } catch (Exception e) {
        // The class alone: a message may repeat what the listener was told.
        log.warn("listener {} threw {}", listener.getClass().getName(), e.getClass().getName());
      }
    }
  }
}
