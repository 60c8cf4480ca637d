/** Can the product's own data answer this question? */
@NullMarked
package dev.ecomllm.qa;

import org.jspecify.annotations.NullMarked;
