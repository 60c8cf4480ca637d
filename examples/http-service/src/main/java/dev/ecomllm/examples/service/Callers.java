package dev.ecomllm.examples.service;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who calls, by key. Holds digests of keys, not keys. Immutable and thread-safe. */
final class Callers {

  private static final String BEARER = "Bearer ";

  private final Map<String, byte[]> digests = new LinkedHashMap<>();

  Callers(Map<String, String> keys) {
    keys.forEach((name, key) -> digests.put(name, digest(key)));
  }

  /** Whether anyone may call. */
  boolean isOpen() {
    return digests.isEmpty();
  }

  /** The owner of the key in {@code Authorization: Bearer} or {@code X-API-Key}. */
  Optional<String> owner(HttpServletRequest request) {
    String key = key(request);
    if (key == null) {
      return Optional.empty();
    }
    byte[] given = digest(key);
    String owner = null;
    // All of them, each in constant time: how long it takes tells nothing.
    for (Map.Entry<String, byte[]> known : digests.entrySet()) {
      if (MessageDigest.isEqual(known.getValue(), given)) {
        owner = known.getKey();
      }
    }
    return Optional.ofNullable(owner);
  }

  private static @Nullable String key(HttpServletRequest request) {
    String authorization = request.getHeader("Authorization");
    return authorization != null && authorization.startsWith(BEARER)
        ? authorization.substring(BEARER.length()).strip()
        : request.getHeader("X-API-Key");
  }

  private static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
