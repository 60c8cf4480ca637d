package dev.ecomllm.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Valid documents such as a shop's models write, seeded. */
final class Documents {

  private static final String[] WORDS = {
    "Nike",
    "12\" monitor",
    "it's",
    "C:\\dir",
    "a, b",
    "Größe 42",
    "{x}",
    "[1]",
    "line\nbreak",
    "5'11\"",
    "",
    "true",
    "null",
    "https://shop.example/p?id=1",
    "50 %",
    "\uD83D\uDE00",
    "\u201Cbest\u201D",
    "0",
    "key: value",
    "// no comment",
    "/* nor */ this",
    "#1",
    "tab\there",
    "x\u0001y",
    "ends with \\"
  };
  private static final String[] KEYS = {
    "brand", "color", "size", "screen size", "attributes", "value", "evidence", "", "a\"b", "Maße"
  };

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Documents() {}

  /** So many documents. */
  static List<String> some(int count, long seed) {
    Random random = new Random(seed);
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ObjectNode document = NODES.objectNode();
      fill(document, random, 0);
      documents.add(i % 2 == 0 ? document.toString() : document.toPrettyString());
    }
    return documents;
  }

  private static void fill(ObjectNode object, Random random, int depth) {
    int members = 1 + random.nextInt(4);
    for (int i = 0; i < members; i++) {
      String key = KEYS[random.nextInt(KEYS.length)];
      switch (random.nextInt(depth > 2 ? 5 : 7)) {
        case 0 -> object.put(key, random.nextInt(2000) - 1000);
        case 1 -> object.put(key, random.nextBoolean());
        case 2 -> object.putNull(key);
        case 3 -> object.put(key, Math.round(random.nextDouble() * 1e4) / 1e3);
        case 4 -> object.put(key, WORDS[random.nextInt(WORDS.length)]);
        case 5 -> fill(object.putObject(key), random, depth + 1);
        default -> fill(object.putArray(key), random, depth + 1);
      }
    }
  }

  private static void fill(ArrayNode array, Random random, int depth) {
    int items = random.nextInt(4);
    for (int i = 0; i < items; i++) {
      switch (random.nextInt(depth > 2 ? 3 : 4)) {
        case 0 -> array.add(random.nextInt(100));
        case 1 -> array.add(WORDS[random.nextInt(WORDS.length)]);
        case 2 -> array.add(random.nextLong());
        default -> fill(array.addObject(), random, depth + 1);
      }
    }
  }
}
