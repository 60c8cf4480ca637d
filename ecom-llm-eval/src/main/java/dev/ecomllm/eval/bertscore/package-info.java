/** Token embeddings for BERTScore, in this JVM. */
@NullMarked
package dev.ecomllm.eval.bertscore;

import org.jspecify.annotations.NullMarked;
