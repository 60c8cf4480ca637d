package dev.ecomllm.error;

import org.jspecify.annotations.Nullable;

/**
 * No usable answer. Either no answer came ({@link ModelCallException}) or it cannot be used ({@link
 * InvalidOutputException}). No message holds an API key, a header or any text of a product or a
 * model.
 */
public abstract sealed class EcomLlmException extends RuntimeException
    permits ModelCallException, InvalidOutputException {

  private static final long serialVersionUID = 1L;

  private final String productId;

  EcomLlmException(String productId, String message, @Nullable Throwable cause) {
    super(productId.isEmpty() ? message : "product '" + productId + "': " + message, cause);
    this.productId = productId;
  }

  /** The product that was asked about, or {@code ""} where that is not known yet. */
  public String productId() {
    return productId;
  }

  /** Whether the same question may be answered at another time. */
  public abstract boolean isRetryable();

  /** This exception, naming the product. */
  public abstract EcomLlmException about(String productId);
}
