/** Metrics on Micrometer, which an application that uses this package must have. */
@NullMarked
package dev.ecomllm.observe.micrometer;

import org.jspecify.annotations.NullMarked;
