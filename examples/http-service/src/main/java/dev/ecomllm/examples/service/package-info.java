/** Categories, attributes and answers over HTTP. */
@NullMarked
package dev.ecomllm.examples.service;

import org.jspecify.annotations.NullMarked;
