/** Product category trees: Google's, built in, and any other in the same file format. */
@NullMarked
package dev.ecomllm.taxonomy;

import org.jspecify.annotations.NullMarked;
