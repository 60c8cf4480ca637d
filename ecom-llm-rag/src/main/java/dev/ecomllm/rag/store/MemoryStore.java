package dev.ecomllm.rag.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.lucene.util.VectorUtil;

/**
 * Passages and vectors in this JVM's memory: about 2.5 KB a passage with 384 dimensions. Search is
 * exact. With a file, {@link #flush()} writes the whole index to it, the old one staying until the
 * new one is complete.
 */
public final class MemoryStore implements VectorStore {

  /** A passage and where it points. Compared by identity. */
  private static final class Row {
    private final StoredPassage passage;
    private final float[] vector;

    Row(StoredPassage passage, float[] vector) {
      this.passage = passage;
      this.vector = vector;
    }
  }

  private record Scored(Row row, float similarity) {}

  private final String id;
  private final EmbeddingSpace space;
  private final Optional<Path> file;
  private final Map<String, Row> rows = new LinkedHashMap<>();
  private final Map<Where.Label, Map<String, Set<Row>>> byLabel = new EnumMap<>(Where.Label.class);
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean changed;

  private MemoryStore(String id, EmbeddingSpace space, Optional<Path> file) {
    this.id = id;
    this.space = space;
    this.file = file;
    for (Where.Label label : Where.Label.values()) {
      byLabel.put(label, new HashMap<>());
    }
  }

  /** An empty index that ends with the JVM. */
  public static MemoryStore create(EmbeddingSpace space) {
    return new MemoryStore(UUID.randomUUID().toString(), space, Optional.empty());
  }

  /**
   * Opens the index in a file, or begins one that {@link #flush()} will write there.
   *
   * @throws IllegalArgumentException if it was built with another embedding model; the message
   *     names both
   * @throws StoreException if the file is damaged or of another format
   */
  public static MemoryStore open(Path file, EmbeddingSpace space) {
    if (!Files.exists(file)) {
      MemoryStore store = new MemoryStore(UUID.randomUUID().toString(), space, Optional.of(file));
      store.changed = true;
      return store;
    }
    StoreFile.Content content = StoreFile.read(file);
    space.requireSame(content.space(), "the index " + file);
    MemoryStore store = new MemoryStore(content.id(), space, Optional.of(file));
    store.put(content.passages(), content.vectors());
    return store;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public EmbeddingSpace space() {
    return space;
  }

  /** How many passages there are. */
  public int size() {
    lock.readLock().lock();
    try {
      return rows.size();
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void add(List<StoredPassage> passages, List<float[]> vectors) {
    Vectors.check(space, passages, vectors);
    lock.writeLock().lock();
    try {
      put(passages, vectors);
      changed = true;
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void put(List<StoredPassage> passages, List<float[]> vectors) {
    for (int i = 0; i < passages.size(); i++) {
      StoredPassage passage = passages.get(i);
      if (!rows.containsKey(passage.id())) {
        Row row = new Row(passage, vectors.get(i).clone());
        rows.put(passage.id(), row);
        byLabel.forEach(
            (label, values) ->
                values.computeIfAbsent(label.of(passage), value -> new LinkedHashSet<>()).add(row));
      }
    }
  }

  @Override
  public void remove(Where where) {
    lock.writeLock().lock();
    try {
      chosen(where).forEach(this::remove);
      changed = true;
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void remove(Row row) {
    rows.remove(row.passage.id());
    byLabel.forEach(
        (label, values) ->
            values.computeIfPresent(
                label.of(row.passage),
                (value, members) -> members.remove(row) && members.isEmpty() ? null : members));
  }

  private List<Row> chosen(Where where) {
    Map<String, Set<Row>> values = byLabel.getOrDefault(where.label(), Map.of());
    List<Row> chosen = new ArrayList<>();
    for (String value : where.values()) {
      for (Row row : values.getOrDefault(value, Set.of())) {
        if (!where.exceptRevisions().contains(row.passage.revision())) {
          chosen.add(row);
        }
      }
    }
    return chosen;
  }

  @Override
  public List<Match> nearest(float[] vector, Where where, int limit) {
    Vectors.check(space, vector);
    if (limit < 1) {
      throw new IllegalArgumentException("the limit must be at least 1, not " + limit);
    }
    lock.readLock().lock();
    try {
      List<Row> chosen = chosen(where);
      return space.dimension() == 0
          ? chosen.stream().limit(limit).map(row -> new Match(row.passage, 0)).toList()
          : best(vector, chosen, limit);
    } finally {
      lock.readLock().unlock();
    }
  }

  private static List<Match> best(float[] vector, Collection<Row> rows, int limit) {
    PriorityQueue<Scored> best =
        new PriorityQueue<>(Comparator.comparingDouble(Scored::similarity));
    for (Row row : rows) {
      float similarity = VectorUtil.dotProduct(vector, row.vector);
      if (best.size() < limit) {
        best.add(new Scored(row, similarity));
      } else if (similarity > best.element().similarity) {
        best.remove();
        best.add(new Scored(row, similarity));
      }
    }
    List<Match> matches = new ArrayList<>();
    while (!best.isEmpty()) {
      Scored worst = best.remove();
      matches.add(new Match(worst.row.passage, Math.max(-1.0, Math.min(1.0, worst.similarity))));
    }
    Collections.reverse(matches);
    return matches;
  }

  /** Writes the file, if there is one and something has changed. */
  @Override
  public void flush() {
    lock.writeLock().lock();
    try {
      if (changed && file.isPresent()) {
        StoreFile.write(
            file.get(),
            new StoreFile.Content(
                id,
                space,
                rows.values().stream().map(row -> row.passage).toList(),
                rows.values().stream().map(row -> row.vector).toList()));
        changed = false;
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public void close() {}

  /** {@code MemoryStore[1200 passages, bge-small-en-v1.5-q (384 dimensions)]}. */
  @Override
  public String toString() {
    return "MemoryStore[" + size() + " passages, " + space + "]";
  }
}
