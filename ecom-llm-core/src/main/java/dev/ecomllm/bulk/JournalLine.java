package dev.ecomllm.bulk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * A line of a journal as it is made: a JSON object, whose last field is the CRC-32C of what stands
 * before it, as in {@code {...,"crc":"01234567"}}.
 */
final class JournalLine extends ByteArrayOutputStream {

  private static final String CRC = ",\"crc\":\"";
  private static final String END = "\"}";

  /** How long the checksum and the end of the object are, without the line break. */
  static final int TAIL = CRC.length() + 8 + END.length();

  JournalLine() {
    super(1_024);
  }

  void ascii(String text) {
    writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Ends an object that lacks its closing brace. */
  JournalLine end() {
    CRC32C crc = new CRC32C();
    crc.update(buf, 0, count);
    ascii(tail(crc) + '\n');
    return this;
  }

  /** Appends it where the file's pointer stands. */
  void appendTo(RandomAccessFile file) throws IOException {
    file.write(buf, 0, count);
  }

  /** Whether a line, without its break, ends in the checksum of what it holds. */
  static boolean isWhole(byte[] line) {
    int length = line.length - TAIL;
    if (length < 1) {
      return false;
    }
    CRC32C crc = new CRC32C();
    crc.update(line, 0, length);
    return new String(line, length, TAIL, StandardCharsets.ISO_8859_1).equals(tail(crc));
  }

  private static String tail(CRC32C crc) {
    return CRC + HexFormat.of().toHexDigits(crc.getValue(), 8) + END;
  }
}
