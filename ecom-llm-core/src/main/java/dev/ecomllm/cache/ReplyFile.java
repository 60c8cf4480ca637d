package dev.ecomllm.cache;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecomllm.client.ModelReply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * A remembered reply as the bytes of a file: a line with the format, its version and the checksum
 * of what follows, then JSON.
 *
 * @param written when
 * @param reply what
 */
record ReplyFile(Instant written, ModelReply reply) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FORMAT = "ecom-llm-reply 1 ";
  private static final int HEAD = FORMAT.length() + 9;

  ReplyFile {
    Objects.requireNonNull(reply, "reply");
  }

  /** The JSON. Names are part of the format. */
  private record Body(long written, ModelReply reply) {}

  byte[] bytes() throws IOException {
    byte[] body = JSON.writeValueAsBytes(new Body(written.toEpochMilli(), reply));
    ByteArrayOutputStream all = new ByteArrayOutputStream(HEAD + body.length);
    all.writeBytes(head(body, 0));
    all.writeBytes(body);
    return all.toByteArray();
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it is damaged or of another version
   */
  static ReplyFile read(byte[] bytes) throws IOException {
    if (bytes.length < HEAD || !Arrays.equals(head(bytes, HEAD), Arrays.copyOf(bytes, HEAD))) {
      throw new IOException("no reply of this version, or a damaged one");
    }
    try {
      Body body = JSON.readValue(bytes, HEAD, bytes.length - HEAD, Body.class);
      return new ReplyFile(Instant.ofEpochMilli(body.written), body.reply);
    } catch (RuntimeException e) {
      throw new IOException("a damaged reply", e);
    }
  }

  private static byte[] head(byte[] bytes, int from) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, from, bytes.length - from);
    return (FORMAT + String.format("%08x", sum.getValue()) + '\n')
        .getBytes(StandardCharsets.US_ASCII);
  }
}
