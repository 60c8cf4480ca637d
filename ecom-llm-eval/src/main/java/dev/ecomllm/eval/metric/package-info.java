/** Metrics as pure functions: one definition each, its source in the Javadoc. */
@NullMarked
package dev.ecomllm.eval.metric;

import org.jspecify.annotations.NullMarked;
