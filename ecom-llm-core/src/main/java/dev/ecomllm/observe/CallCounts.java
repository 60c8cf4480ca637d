package dev.ecomllm.observe;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what happens, such as over a run: questions, answers of the cache, failures, calls, second
 * tries and tokens. Thread-safe; read it at any time.
 */
public final class CallCounts implements EcomLlmListener {

  private final LongAdder answered = new LongAdder();
  private final LongAdder fromCache = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder calls = new LongAdder();
  private final LongAdder callNanos = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder askedAgain = new LongAdder();
  private final LongAdder promptTokens = new LongAdder();
  private final LongAdder cachedTokens = new LongAdder();
  private final LongAdder completionTokens = new LongAdder();

  /** Counts from zero. */
  public CallCounts() {}

  @Override
  public void on(Event event) {
    if (event instanceof Event.Called call) {
      calls.increment();
      callNanos.add(call.duration().toNanos());
      promptTokens.add(call.usage().promptTokens());
      cachedTokens.add(call.usage().cachedTokens());
      completionTokens.add(call.usage().completionTokens());
    } else if (event instanceof Event.Answered answer) {
      answered.increment();
      if (answer.attempts() == 0) {
        fromCache.increment();
      }
    } else if (event instanceof Event.Retrying) {
      retries.increment();
    } else if (event instanceof Event.AskingAgain) {
      askedAgain.increment();
    } else if (event instanceof Event.Failed) {
      failed.increment();
    }
  }

  /** The counts of now. */
  public Snapshot snapshot() {
    return new Snapshot(
        answered.sum(),
        fromCache.sum(),
        failed.sum(),
        calls.sum(),
        Duration.ofNanos(callNanos.sum()),
        retries.sum(),
        askedAgain.sum(),
        promptTokens.sum(),
        cachedTokens.sum(),
        completionTokens.sum());
  }

  /**
   * Counts at one moment.
   *
   * @param answered questions answered, the cache's included
   * @param fromCache questions that the cache answered, or somebody who asked the same
   * @param failed questions without a usable answer
   * @param calls requests sent to the model, failed ones included
   * @param timeOfCalls how long those took, added up
   * @param retries failed calls that were tried again
   * @param askedAgain unusable answers that the model was shown
   * @param promptTokens of all calls, as the server says
   * @param cachedTokens of those, what the server had cached
   * @param completionTokens of all calls, as the server says
   */
  public record Snapshot(
      long answered,
      long fromCache,
      long failed,
      long calls,
      Duration timeOfCalls,
      long retries,
      long askedAgain,
      long promptTokens,
      long cachedTokens,
      long completionTokens) {

    /** The share of the answers that came from the cache, 0 to 1; 0 if there are none. */
    public double hitRate() {
      return answered == 0 ? 0 : (double) fromCache / answered;
    }

    /** What the tokens cost, in the prices' currency. */
    public double cost(Prices prices) {
      return ((promptTokens - cachedTokens) * prices.prompt()
              + cachedTokens * prices.cachedPrompt()
              + completionTokens * prices.completion())
          / 1e6;
    }

    /**
     * What a machine costs that was rented while the run went on.
     *
     * @param perHour in any currency
     */
    public static double machineCost(Duration run, double perHour) {
      return run.toNanos() / 3.6e12 * perHour;
    }
  }
}
