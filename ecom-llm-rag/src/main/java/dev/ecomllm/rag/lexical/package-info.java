/** Texts to words and pairs of words, and what they weigh. */
@NullMarked
package dev.ecomllm.rag.lexical;

import org.jspecify.annotations.NullMarked;
