package dev.ecomllm.json;

import dev.ecomllm.json.StrictReader.Due;

/** Where a tolerant reading is, and what is due there. */
final class Cursor {
  int at;
  Due due = Due.VALUE;
}
