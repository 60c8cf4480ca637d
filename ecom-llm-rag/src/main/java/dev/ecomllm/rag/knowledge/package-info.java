/** What is known of products: texts to passages, and the passages that bear on a question. */
@NullMarked
package dev.ecomllm.rag.knowledge;

import org.jspecify.annotations.NullMarked;
