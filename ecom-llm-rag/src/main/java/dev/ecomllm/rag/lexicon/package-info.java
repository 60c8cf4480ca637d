/** What categories are called by shoppers and sellers, and what listings of them look like. */
@NullMarked
package dev.ecomllm.rag.lexicon;

import org.jspecify.annotations.NullMarked;
