package dev.ecomllm.route;

import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.extract.AttributeExtractor;
import dev.ecomllm.qa.ProductQa;
import dev.ecomllm.task.Answerer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An A/B test: a share of the products is answered by a second side, the same products each time,
 * in every process and release. The result says who answered. Where both sides say what their
 * answers depend on, so does the result, as with {@link Failover}. Immutable.
 *
 * <pre>{@code
 * Split test = Split.of("adapter-2026-11", 0.1);
 * ProductClassifier classifier = test.classifier(current.classifier(), candidate.classifier());
 * }</pre>
 */
public final class Split {

  private final String name;
  private final byte[] line;
  private final double share;

  private Split(String name, double share) {
    this.name = name;
    line = (name + '\n').getBytes(StandardCharsets.UTF_8);
    this.share = share;
  }

  /**
   * A split.
   *
   * @param name what is tested: another name draws other products
   * @param share of the second side, 0 (none) to 1 (all)
   * @throws IllegalArgumentException if the share is out of its range
   */
  public static Split of(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a share must be 0 to 1, not " + share);
    }
    return new Split(name, share);
  }

  /**
   * Whether the second side answers for this product: whether the first 53 bits of the SHA-256 of
   * the name, a line feed and the id, as a fraction of 1, are less than the share. So a larger
   * share keeps the products of a smaller one.
   */
  public boolean isSecond(String productId) {
    MessageDigest digest = sha256();
    digest.update(line);
    byte[] hash = digest.digest(productId.getBytes(StandardCharsets.UTF_8));
    return (ByteBuffer.wrap(hash).getLong() >>> 11) * 0x1.0p-53 < share;
  }

  /** A classifier that is one of the two. */
  public ProductClassifier classifier(ProductClassifier first, ProductClassifier second) {
    return Routed.classifier(
        product -> (isSecond(product.id()) ? second : first).classify(product),
        said(first, second));
  }

  /** An extractor that is one of the two. */
  public AttributeExtractor extractor(AttributeExtractor first, AttributeExtractor second) {
    return Routed.extractor(
        request -> (isSecond(request.product().id()) ? second : first).extract(request),
        said(first, second));
  }

  /** Answers of one of the two. */
  public ProductQa qa(ProductQa first, ProductQa second) {
    return Routed.qa(
        request -> (isSecond(request.product().id()) ? second : first).ask(request),
        said(first, second));
  }

  private Optional<Answerer> said(Object first, Object second) {
    return Combined.of(List.of(first, second), Map.of("route", "split " + name + ' ' + share));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
