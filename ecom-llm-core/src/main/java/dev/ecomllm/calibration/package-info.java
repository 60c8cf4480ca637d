/** From a raw score to a probability, learned from labelled answers and kept as a small file. */
@NullMarked
package dev.ecomllm.calibration;

import org.jspecify.annotations.NullMarked;
