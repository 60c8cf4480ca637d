/** What happened, told to listeners; never any text of a product. */
@NullMarked
package dev.ecomllm.observe;

import org.jspecify.annotations.NullMarked;
