package dev.ecomllm.rag.knowledge;

import dev.ecomllm.rag.store.StoredPassage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What a document says, as a hash: the same content, cut the same way, has the same. */
final class Revision {

  /** To be raised whenever the same document gives other passages than before. */
  private static final int FORMAT = 1;

  private static final int BYTES = 16;

  private final MessageDigest digest;

  private Revision() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  static String of(Document document, Splitting splitting) {
    Revision hash = new Revision();
    hash.add(FORMAT).add(splitting.characters()).add(splitting.overlap());
    hash.add(document.id()).add(document.product()).add(document.family());
    hash.add(document.kind().label()).add(document.field()).add(document.text());
    document.table().forEach((name, value) -> hash.add(name).add(value));
    return hash.value();
  }

  /** The passages of a document in this revision. */
  static List<StoredPassage> passages(Document document, Splitting splitting, String revision) {
    List<String> texts = splitting.split(document);
    List<StoredPassage> passages = new ArrayList<>(texts.size());
    for (int position = 0; position < texts.size(); position++) {
      passages.add(
          new StoredPassage(
              new Revision().add(document.id()).add(revision).add(position).value(),
              document.product(),
              document.family(),
              document.kind().label(),
              document.field(),
              position,
              document.id(),
              revision,
              texts.get(position)));
    }
    return passages;
  }

  private Revision add(int number) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    return this;
  }

  /** With its length, so that "ab" and "c" differ from "a" and "bc". */
  private Revision add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    digest.update(bytes);
    return this;
  }

  private String value() {
    return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }
}
