package dev.ecomllm.bulk;

import java.util.function.Function;

/**
 * What is asked of each item: it is read, then the task is asked.
 *
 * @param read what the task is asked about, in an item
 * @param task asked from several threads
 */
record Question<I, K, O>(
    Function<? super I, ? extends K> read, Function<? super K, ? extends O> task) {

  <J> Question<J, K, O> reading(Function<? super J, ? extends I> reader) {
    return new Question<>(item -> read.apply(reader.apply(item)), task);
  }
}
