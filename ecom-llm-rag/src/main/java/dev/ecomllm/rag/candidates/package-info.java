/**
 * Which categories are worth asking about, from the tree, the lexicon and the shop's own products.
 */
@NullMarked
package dev.ecomllm.rag.candidates;

import org.jspecify.annotations.NullMarked;
