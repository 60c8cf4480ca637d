/** What the model is shown: messages, templates, and product text fenced as data. */
@NullMarked
package dev.ecomllm.prompt;

import org.jspecify.annotations.NullMarked;
