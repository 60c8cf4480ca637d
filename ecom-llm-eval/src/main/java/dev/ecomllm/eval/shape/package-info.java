/** The JSON shapes in which the metrics are asked for and answer. */
@NullMarked
package dev.ecomllm.eval.shape;

import org.jspecify.annotations.NullMarked;
