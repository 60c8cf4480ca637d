/** Around the tasks: a second one that stands in, that gets a share, or that is only compared. */
@NullMarked
package dev.ecomllm.route;

import org.jspecify.annotations.NullMarked;
