/** Normal forms of what a text states: words, quantities with units, colours and sizes. */
@NullMarked
package dev.ecomllm.extract.normal;

import org.jspecify.annotations.NullMarked;
