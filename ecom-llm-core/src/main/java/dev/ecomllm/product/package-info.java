/** The product that a question is about. */
@NullMarked
package dev.ecomllm.product;

import org.jspecify.annotations.NullMarked;
