package dev.ecomllm.rag.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The file of a {@link MemoryStore}.
 *
 * <p>Format 1, big-endian: int magic, int format, string index id, string model, int dimension, int
 * passages; for each passage its strings in the order of the record, int position, and dimension
 * floats; at the end a long, the CRC-32C of all before. A string is an int, its number of bytes,
 * and UTF-8.
 */
final class StoreFile {

  private static final int MAGIC = 0x45434C56; // ECLV
  private static final int FORMAT = 1;
  private static final int BUFFER = 1 << 16;

  record Content(
      String id, EmbeddingSpace space, List<StoredPassage> passages, List<float[]> vectors) {}

  private StoreFile() {}

  /** Replaces the file at once, after the bytes have reached the disk. */
  static void write(Path file, Content content) {
    Path draft = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      try (FileChannel channel =
          FileChannel.open(
              draft,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        write(Channels.newOutputStream(channel), content);
        channel.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new StoreException("cannot write the index " + file, true, e);
    }
  }

  private static void write(OutputStream raw, Content content) throws IOException {
    CheckedOutputStream checked =
        new CheckedOutputStream(new BufferedOutputStream(raw, BUFFER), new CRC32C());
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(checked, BUFFER));
    out.writeInt(MAGIC);
    out.writeInt(FORMAT);
    writeString(out, content.id());
    writeString(out, content.space().model());
    out.writeInt(content.space().dimension());
    out.writeInt(content.passages().size());
    for (int i = 0; i < content.passages().size(); i++) {
      StoredPassage passage = content.passages().get(i);
      writeString(out, passage.id());
      writeString(out, passage.product());
      writeString(out, passage.family());
      writeString(out, passage.source());
      writeString(out, passage.field());
      writeString(out, passage.document());
      writeString(out, passage.revision());
      writeString(out, passage.text());
      out.writeInt(passage.position());
      float[] vector = content.vectors().get(i);
      ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES);
      bytes.asFloatBuffer().put(vector);
      out.write(bytes.array());
    }
    out.flush();
    out.writeLong(checked.getChecksum().getValue());
    out.flush();
  }

  /** Reads and checks the file. */
  static Content read(Path file) {
    try (InputStream raw = Files.newInputStream(file)) {
      CheckedInputStream checked =
          new CheckedInputStream(new BufferedInputStream(raw, BUFFER), new CRC32C());
      DataInputStream in = new DataInputStream(checked);
      if (in.readInt() != MAGIC) {
        throw new StoreException(file + " is not an index of passages", false, null);
      }
      int format = in.readInt();
      if (format != FORMAT) {
        throw new StoreException(
            "the index " + file + " has format " + format + "; needed is " + FORMAT, false, null);
      }
      Content content = readContent(in);
      long sum = checked.getChecksum().getValue();
      if (in.readLong() != sum || in.read() >= 0) {
        throw damaged(file, null);
      }
      return content;
    } catch (EOFException | IllegalArgumentException | NegativeArraySizeException e) {
      throw damaged(file, e);
    } catch (IOException e) {
      throw new StoreException("cannot read the index " + file, true, e);
    }
  }

  private static StoreException damaged(Path file, @Nullable Exception e) {
    return new StoreException("the index " + file + " is damaged: ingest again", false, e);
  }

  private static Content readContent(DataInputStream in) throws IOException {
    String id = readString(in);
    EmbeddingSpace space = new EmbeddingSpace(readString(in), in.readInt());
    int count = in.readInt();
    List<StoredPassage> passages = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String passage = readString(in);
      String product = readString(in);
      String family = readString(in);
      String source = readString(in);
      String field = readString(in);
      String document = readString(in);
      String revision = readString(in);
      String text = readString(in);
      int position = in.readInt();
      passages.add(
          new StoredPassage(
              passage, product, family, source, field, position, document, revision, text));
      byte[] bytes = readBytes(in, space.dimension() * Float.BYTES);
      float[] vector = new float[space.dimension()];
      ByteBuffer.wrap(bytes).asFloatBuffer().get(vector);
      vectors.add(vector);
    }
    return new Content(id, space, passages, vectors);
  }

  private static void writeString(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readString(DataInputStream in) throws IOException {
    return new String(readBytes(in, in.readInt()), StandardCharsets.UTF_8);
  }

  /** Reads what is there, so that a damaged length cannot ask for memory that no file fills. */
  private static byte[] readBytes(DataInputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length != length) {
      throw new EOFException();
    }
    return bytes;
  }
}
