/** What the library costs, measured with JMH. */
@NullMarked
package dev.ecomllm.examples.benchmarks;

import org.jspecify.annotations.NullMarked;
