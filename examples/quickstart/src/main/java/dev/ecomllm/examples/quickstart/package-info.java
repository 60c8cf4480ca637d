/** The first things to try: a whole catalogue, and each task alone. */
@NullMarked
package dev.ecomllm.examples.quickstart;

import org.jspecify.annotations.NullMarked;
