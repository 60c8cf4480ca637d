package dev.ecomllm.bulk;

/** How many items may be asked at the same time. Implementations are thread-safe. */
interface AtOnce {

  /** Just now; at least 1. */
  int now();

  /** Fewer are asked than may be, for lack of items or of room for their answers. */
  default void notUsed() {}

  /** Always so many. */
  static AtOnce fixed(int items) {
    return () -> items;
  }
}
