/** Which attributes does it have? */
@NullMarked
package dev.ecomllm.extract;

import org.jspecify.annotations.NullMarked;
