/** The door, {@link dev.ecomllm.EcomLlm}: it knows all packages, and none knows it. */
@NullMarked
package dev.ecomllm;

import org.jspecify.annotations.NullMarked;
