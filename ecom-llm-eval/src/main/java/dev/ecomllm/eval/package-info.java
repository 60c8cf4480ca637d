/** Datasets, metrics, runs, comparisons and reports. */
@NullMarked
package dev.ecomllm.eval;

import org.jspecify.annotations.NullMarked;
