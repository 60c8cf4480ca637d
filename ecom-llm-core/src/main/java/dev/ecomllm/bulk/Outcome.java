package dev.ecomllm.bulk;

/**
 * What became of one item.
 *
 * @param <I> what was asked about
 * @param <O> the typed answer
 */
public sealed interface Outcome<I, O> {

  /** The item's place in the input, counted from 0. */
  long index();

  /** The item. */
  I input();

  /**
   * It was answered.
   *
   * @param <I> what was asked about
   * @param <O> the typed answer
   * @param index the item's place in the input, counted from 0
   * @param input the item
   * @param answer the answer
   */
  record Success<I, O>(long index, I input, O answer) implements Outcome<I, O> {}

  /**
   * It was not.
   *
   * @param <I> what was asked about
   * @param <O> the typed answer
   * @param index the item's place in the input, counted from 0
   * @param input the item
   * @param error why
   */
  record Failure<I, O>(long index, I input, RuntimeException error) implements Outcome<I, O> {}
}
