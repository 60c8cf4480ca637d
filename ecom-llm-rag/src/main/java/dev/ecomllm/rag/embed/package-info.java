/** Texts to vectors. */
@NullMarked
package dev.ecomllm.rag.embed;

import org.jspecify.annotations.NullMarked;
