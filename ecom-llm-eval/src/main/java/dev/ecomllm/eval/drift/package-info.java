/** Has production moved away from what was evaluated? */
@NullMarked
package dev.ecomllm.eval.drift;

import org.jspecify.annotations.NullMarked;
