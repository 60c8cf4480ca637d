/** JSON as models write it: parsed where it is valid, repaired where it is not. Usable alone. */
@NullMarked
package dev.ecomllm.json;

import org.jspecify.annotations.NullMarked;
