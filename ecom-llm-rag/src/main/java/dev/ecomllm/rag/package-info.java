/** Retrieval: category candidates, product knowledge and the embedded engine. */
@NullMarked
package dev.ecomllm.rag;

import org.jspecify.annotations.NullMarked;
