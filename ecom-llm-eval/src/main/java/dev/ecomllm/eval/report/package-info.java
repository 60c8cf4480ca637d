/** An evaluation as a page to read, as Markdown and as JSON. */
@NullMarked
package dev.ecomllm.eval.report;

import org.jspecify.annotations.NullMarked;
