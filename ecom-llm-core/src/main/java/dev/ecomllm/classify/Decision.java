package dev.ecomllm.classify;

/** How deep in the tree an answer can be relied on. */
public enum Decision {
  /** The most probable category itself is sure enough. */
  LEAF,
  /** Only an ancestor is sure enough. */
  ANCESTOR,
  /** Nothing is: ask a person. */
  REVIEW
}
