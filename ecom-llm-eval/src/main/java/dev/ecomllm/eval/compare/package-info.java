/** Is one model better than another, on the same examples? */
@NullMarked
package dev.ecomllm.eval.compare;

import org.jspecify.annotations.NullMarked;
