/** Models behind LangChain4j: any OpenAI-compatible endpoint, vLLM first, and any chat model. */
@NullMarked
package dev.ecomllm.client.langchain4j;

import org.jspecify.annotations.NullMarked;
