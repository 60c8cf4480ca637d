package dev.ecomllm.eval.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of rows, however their JSON was written. */
final class ContentHash {

  private static final ObjectMapper SORTED =
      new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

  private ContentHash() {}

  static String of(ObjectNode... rows) {
    MessageDigest digest = sha256();
    for (ObjectNode row : rows) {
      digest.update((canonical(row) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** A place from 0 up to 1, the same for the same text and seed. */
  static double place(long seed, String text) {
    byte[] hash = sha256().digest((seed + "\n" + text).getBytes(StandardCharsets.UTF_8));
    return (ByteBuffer.wrap(hash).getLong() >>> 11) * 0x1.0p-53;
  }

  private static String canonical(JsonNode row) {
    try {
      // Maps are sorted when written, nodes are not.
      return SORTED.writeValueAsString(SORTED.treeToValue(row, Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
