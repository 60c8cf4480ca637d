/** Gold rows and predictions of one task, compared: every figure with its n and its interval. */
@NullMarked
package dev.ecomllm.eval.score;

import org.jspecify.annotations.NullMarked;
