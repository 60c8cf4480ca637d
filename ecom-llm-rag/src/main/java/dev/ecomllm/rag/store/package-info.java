/** Where passages are kept with their vectors: in memory, in Chroma, in any LangChain4j store. */
@NullMarked
package dev.ecomllm.rag.store;

import org.jspecify.annotations.NullMarked;
