/** A catalogue larger than one machine, on Apache Spark. */
@NullMarked
package dev.ecomllm.examples.spark;

import org.jspecify.annotations.NullMarked;
