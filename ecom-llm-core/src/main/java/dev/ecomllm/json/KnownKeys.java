package dev.ecomllm.json;

import org.jspecify.annotations.Nullable;

/** Documents repeat their keys; one string serves all. */
final class KnownKeys {

  private final @Nullable String[] known = new @Nullable String[64];

  /** The key that stands there. */
  String key(char[] s, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + s[i];
    }
    return key(s, from, to, hash);
  }

  /** The key that stands there, whose hash is as {@link String#hashCode()} has it. */
  String key(char[] s, int from, int to, int hash) {
    int slot = (hash ^ hash >>> 7) & (known.length - 1);
    String key = known[slot];
    if (key != null && key.hashCode() == hash && isSame(key, s, from, to)) {
      return key;
    }
    String fresh = new String(s, from, to - from);
    known[slot] = fresh;
    return fresh;
  }

  private static boolean isSame(String key, char[] s, int from, int to) {
    int length = to - from;
    if (key.length() != length) {
      return false;
    }
    int i = 0;
    while (i < length && key.charAt(i) == s[from + i]) {
      i++;
    }
    return i == length;
  }
}
