/** Labelled rows in files. */
@NullMarked
package dev.ecomllm.eval.dataset;

import org.jspecify.annotations.NullMarked;
