/** Labelled rows: files, their contract, splits. */
@NullMarked
package dev.ecomllm.eval.dataset;

import org.jspecify.annotations.NullMarked;
