package dev.ecomllm.rag.candidates;

import dev.ecomllm.taxonomy.Category;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.lucene.util.VectorUtil;

/**
 * One vector for each category: its dot product with the vector of a product's text says how well
 * they fit. Immutable and thread-safe.
 *
 * <p>File format, big-endian: int dimension, int rows; then for each row long category id, float
 * scale, and {@code dimension} signed bytes, each of which stands for byte x scale.
 */
final class CategoryVectors {

  private final float[][] rows;

  private CategoryVectors(float[][] rows) {
    this.rows = rows;
  }

  /** Vectors in the order of the categories. */
  static CategoryVectors of(List<float[]> rows) {
    return new CategoryVectors(rows.toArray(float[][]::new));
  }

  /**
   * Reads the trained vectors of these categories.
   *
   * @throws IllegalStateException if the file is not about exactly these categories, or of another
   *     dimension
   */
  static CategoryVectors read(InputStream source, List<Category> categories, int dimension)
      throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(source, 1 << 16));
    int width = in.readInt();
    int count = in.readInt();
    if (width != dimension || count != categories.size()) {
      throw new IllegalStateException(
          "the category vectors are "
              + count
              + " of dimension "
              + width
              + "; needed are "
              + categories.size()
              + " of dimension "
              + dimension);
    }
    float[][] rows = new float[count][width];
    byte[] bytes = new byte[width];
    for (int row = 0; row < count; row++) {
      long id = in.readLong();
      if (id != categories.get(row).id()) {
        throw new IllegalStateException(
            "row "
                + row
                + " of the category vectors is for id "
                + id
                + ", not "
                + categories.get(row));
      }
      float scale = in.readFloat();
      in.readFully(bytes);
      for (int i = 0; i < width; i++) {
        rows[row][i] = bytes[i] * scale;
      }
    }
    return new CategoryVectors(rows);
  }

  /** The dot product of every category's vector with this one. */
  float[] dots(float[] vector) {
    float[] dots = new float[rows.length];
    for (int row = 0; row < dots.length; row++) {
      dots[row] = VectorUtil.dotProduct(rows[row], vector);
    }
    return dots;
  }
}
