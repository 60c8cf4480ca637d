/**
 * Runs tasks: the one place that waits, retries and remembers. Not API: it may change in any
 * release; applications use {@code dev.ecomllm.EcomLlm}.
 */
@NullMarked
package dev.ecomllm.engine;

import org.jspecify.annotations.NullMarked;
