/** Answers that need not be asked for twice. */
@NullMarked
package dev.ecomllm.cache;

import org.jspecify.annotations.NullMarked;
