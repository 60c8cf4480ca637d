/** The embedded engine: the three answers with no server, in this JVM. */
@NullMarked
package dev.ecomllm.rag.offline;

import org.jspecify.annotations.NullMarked;
