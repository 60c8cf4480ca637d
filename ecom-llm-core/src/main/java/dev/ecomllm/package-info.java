/**
 * The door, {@link dev.ecomllm.EcomLlm}, and nothing else: it knows all packages, and none knows
 * it.
 */
@NullMarked
package dev.ecomllm;

import org.jspecify.annotations.NullMarked;
