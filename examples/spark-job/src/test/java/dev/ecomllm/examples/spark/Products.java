package dev.ecomllm.examples.spark;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Catalogues for tests: the same every time. */
final class Products {

  private static final String[] KINDS = {
    "Stoneware Coffee Mug",
    "Men's Running Shoes",
    "Wireless Over-Ear Headphones",
    "Electric Kettle 1.7 L",
    "Dry Dog Food, Salmon",
    "Hiking Backpack 40 L",
    "Acoustic Guitar Strings",
    "Écharpe en laine mérinos",
    "日本製 包丁 Chef's Knife",
    "Bluetooth Speaker 🔊"
  };

  private static final String[] COLOURS = {"Black", "Navy", "Olive", "Coral", "Sand", "Grün"};

  private Products() {}

  static String title(int i) {
    return KINDS[i % KINDS.length]
        + ", "
        + COLOURS[i / KINDS.length % COLOURS.length]
        + " No. "
        + i;
  }

  /** Rows {@code p-0} to {@code p-(rows-1)}; every thousandth has no title. */
  static Path json(Path file, int rows) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < rows; i++) {
        out.write(
            i % 1_000 == 999
                ? "{\"id\":\"p-" + i + "\",\"title\":null}\n"
                : "{\"id\":\"p-" + i + "\",\"title\":\"" + title(i) + "\"}\n");
      }
    }
    return file;
  }
}
