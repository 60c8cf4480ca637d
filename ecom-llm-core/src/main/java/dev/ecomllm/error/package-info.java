/** What can go wrong: no answer came, or the answer is unusable. */
@NullMarked
package dev.ecomllm.error;

import org.jspecify.annotations.NullMarked;
