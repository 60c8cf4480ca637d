/** Which category is it? */
@NullMarked
package dev.ecomllm.classify;

import org.jspecify.annotations.NullMarked;
