package dev.ecomllm.json;

import java.util.ArrayList;
import java.util.List;

/** The repairs of one reading, in the order of the text. */
final class RepairLog {

  /** A hostile text must not fill the memory with its own description. */
  static final int MOST = 10_000;

  private final char[] text;
  private List<Repair> repairs = List.of();

  RepairLog(char[] text) {
    this.text = text;
  }

  void add(Repair.Kind kind, int from, int to, String after) {
    if (repairs.size() < MOST) {
      add(new Repair(kind, from, before(from, to), after));
    }
  }

  private String before(int from, int to) {
    if (from == to) {
      return "";
    }
    boolean quote = to - from == 1 && text[from] == '\'';
    return quote ? "'" : new String(text, from, to - from);
  }

  void add(Repair repair) {
    if (repairs.isEmpty()) {
      repairs = new ArrayList<>();
    }
    if (repairs.size() < MOST) {
      repairs.add(repair);
    }
  }

  List<Repair> repairs() {
    return List.copyOf(repairs);
  }
}
