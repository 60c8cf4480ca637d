/** Rules that every module of this project keeps; not made for anyone else. */
@NullMarked
package dev.ecomllm.testing.quality;

import org.jspecify.annotations.NullMarked;
