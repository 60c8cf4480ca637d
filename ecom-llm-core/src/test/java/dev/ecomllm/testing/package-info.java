/**
 * For tests: a vLLM to talk to over real sockets. It comes in the test-jar of ecom-llm-core and
 * needs {@code org.wiremock:wiremock} on the test class path.
 */
@NullMarked
package dev.ecomllm.testing;

import org.jspecify.annotations.NullMarked;
