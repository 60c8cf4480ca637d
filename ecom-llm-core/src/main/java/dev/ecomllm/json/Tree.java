package dev.ecomllm.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.error.InvalidOutputException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The value under construction: what is open, on a stack of its own, so that nothing overflows. */
final class Tree {

  static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final String text;
  private final int maxDepth;
  private final RepairLog log;
  private JsonNode[] open = new JsonNode[8];
  private @Nullable String[] keys = new @Nullable String[8];
  private int depth;
  private @Nullable String[] names = new @Nullable String[8];
  private char[] closers = new char[8];
  private int objects;
  private int rounds;
  private @Nullable ObjectNode object;
  private @Nullable ArrayNode array;
  private @Nullable JsonNode root;

  Tree(String text, int maxDepth, RepairLog log) {
    this.text = text;
    this.maxDepth = maxDepth;
    this.log = log;
  }

  int depth() {
    return depth;
  }

  /** The whole value, once one has begun. */
  @Nullable JsonNode root() {
    return root;
  }

  boolean inObject() {
    return object != null;
  }

  boolean inArray() {
    return array != null;
  }

  /** Whether nothing stands in the innermost container yet. */
  boolean isEmpty() {
    return depth == 0 ? root == null : open[depth - 1].isEmpty();
  }

  boolean hasOpenArray() {
    return objects < depth;
  }

  boolean hasOpenObject() {
    return objects > 0;
  }

  /** The closing bracket of the container that is this many levels out. */
  char closer(int levelsOut) {
    return closers[depth - 1 - levelsOut];
  }

  void openObject() {
    push(NODES.objectNode(), '}');
    objects++;
  }

  void openArray() {
    push(NODES.arrayNode(), ']');
  }

  /** Opens an array that a round bracket closes. */
  void openTuple() {
    push(NODES.arrayNode(), ')');
    rounds++;
  }

  /** Counts a call, whose round bracket means nothing. */
  void openCall() {
    rounds++;
  }

  void closeCall() {
    rounds--;
  }

  boolean hasOpenRound() {
    return rounds > 0;
  }

  private void push(JsonNode container, char closer) {
    if (depth >= maxDepth) {
      throw new InvalidOutputException(
          "no JSON that nests deeper than " + maxDepth + " levels", text);
    }
    String name = key();
    add(container, -1);
    if (depth == open.length) {
      open = Arrays.copyOf(open, depth * 2);
      keys = Arrays.copyOf(keys, depth * 2);
      closers = Arrays.copyOf(closers, depth * 2);
      names = Arrays.copyOf(names, depth * 2);
    }
    names[depth] = name;
    closers[depth] = closer;
    open[depth++] = container;
    show();
  }

  /** Opens the whole value again: it was closed too early. */
  void reopen(ObjectNode container) {
    root = container;
    open[0] = container;
    closers[0] = '}';
    depth = 1;
    objects = 1;
    show();
  }

  void close() {
    if (object != null) {
      objects--;
    }
    depth--;
    if (closers[depth] == ')') {
      rounds--;
    }
    show();
  }

  private void show() {
    JsonNode top = depth == 0 ? null : open[depth - 1];
    object = top instanceof ObjectNode o ? o : null;
    array = top instanceof ArrayNode a ? a : null;
  }

  void key(String key) {
    keys[depth - 1] = key;
  }

  /** The key that waits for its value, if one does. */
  @Nullable String key() {
    return depth == 0 ? null : keys[depth - 1];
  }

  /**
   * Adds a value where one is due.
   *
   * @param offset where it stands, for the log of duplicate keys
   */
  void add(JsonNode value, int offset) {
    if (array != null) {
      array.add(value);
    } else if (object != null) {
      String key = keys[depth - 1];
      keys[depth - 1] = null;
      if (object.replace(key, value) != null) {
        log.add(Repair.Kind.DUPLICATE_KEY, Math.max(offset, 0), Math.max(offset, 0), "");
      }
    } else {
      root = value;
    }
  }

  /** Takes the last item out of the innermost array. */
  JsonNode removeLast() {
    ArrayNode items = java.util.Objects.requireNonNull(array);
    return items.remove(items.size() - 1);
  }

  /** Takes the value of a key out of the innermost object, to read it again. */
  void removeValue(String key) {
    if (object != null) {
      object.remove(key);
      keys[depth - 1] = key;
    }
  }

  /** Makes the innermost object, which must be empty, an array: it was a set. */
  void objectToSet() {
    replaceTop(NODES.arrayNode());
    objects--;
  }

  /** Makes the innermost tuple, which must have one item, that item: it was in parentheses. */
  void closeParentheses() {
    JsonNode item = removeLast();
    replaceTop(item);
    close();
  }

  boolean isSingle() {
    return array != null && array.size() == 1;
  }

  /** Makes the innermost array, which must be empty, an object. */
  void arrayToObject() {
    replaceTop(NODES.objectNode());
    closers[depth - 1] = '}';
    objects++;
  }

  private void replaceTop(JsonNode container) {
    open[depth - 1] = container;
    if (depth == 1) {
      root = container;
    } else if (open[depth - 2] instanceof ArrayNode outer) {
      outer.set(outer.size() - 1, container);
    } else {
      ((ObjectNode) open[depth - 2]).replace(names[depth - 1], container);
    }
    show();
  }
}
