/** Evaluations as unit tests: JUnit 5.13 or newer, and JUnit 6. */
@NullMarked
package dev.ecomllm.eval.junit;

import org.jspecify.annotations.NullMarked;
