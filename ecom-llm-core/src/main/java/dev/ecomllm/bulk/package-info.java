/** Any of the tasks over many items. */
@NullMarked
package dev.ecomllm.bulk;

import org.jspecify.annotations.NullMarked;
