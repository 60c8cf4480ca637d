/** The command line of ecom-llm. */
@NullMarked
package dev.ecomllm.examples.cli;

import org.jspecify.annotations.NullMarked;
