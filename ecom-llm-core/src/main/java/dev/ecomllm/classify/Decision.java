package dev.ecomllm.classify;

/** How deep in the tree an answer can be relied on. */
public enum Decision {
  /** The most probable category itself is sure enough. */
  LEAF,
  /** Only that it is an ancestor or something below it is sure enough. */
  ANCESTOR,
  /** Nothing is: ask a person. */
  REVIEW
}
