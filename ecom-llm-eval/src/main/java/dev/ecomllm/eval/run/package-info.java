/** Asks a task about every case of a dataset: resumable, repeatable, and described. */
@NullMarked
package dev.ecomllm.eval.run;

import org.jspecify.annotations.NullMarked;
