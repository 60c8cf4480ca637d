/** The port to a language model, in our own types. */
@NullMarked
package dev.ecomllm.client;

import org.jspecify.annotations.NullMarked;
