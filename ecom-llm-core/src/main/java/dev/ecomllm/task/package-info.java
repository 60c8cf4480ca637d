/** A task: what to ask a model, and how to read its answer. */
@NullMarked
package dev.ecomllm.task;

import org.jspecify.annotations.NullMarked;
