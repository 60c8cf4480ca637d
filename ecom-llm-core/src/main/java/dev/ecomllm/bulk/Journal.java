package dev.ecomllm.bulk;

import dev.ecomllm.bulk.JournalException.Problem;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of a run in a file, so that it can be taken up where it stopped. See {@link
 * Bulk#journal} for what it promises. One JSON object a line, each ending in a checksum of itself:
 * first a header with the format's version and the run's fingerprint, then a row for each item, in
 * the order in which they were answered. It is only ever appended to. Any thread may {@link
 * #write}; the rest is for one.
 *
 * @param <O> the answers
 */
final class Journal<O> implements Closeable {

  /** How often what was written is forced to the disk. */
  static final long SYNC_NANOS = 1_000_000_000;

  private final Path path;
  private final RandomAccessFile file;
  private final FileChannel channel;
  private final JournalLines lines;
  private final JournalRows<O> rows;

  /** Where the row of each item begins; 0, where the header is, if it has none. */
  private long[] places = new long[0];

  private long end;
  private long last = -1;
  private long syncedAt;
  private boolean synced = true;

  /**
   * Why it takes no more rows: what ends the run for one thread must not be half done by others.
   */
  private @Nullable IOException broken;

  private Journal(Path path, RandomAccessFile file, JournalRows<O> rows) {
    this.path = path;
    this.file = file;
    channel = file.getChannel();
    this.rows = rows;
    lines = new JournalLines(path, channel);
  }

  /**
   * Opens a journal, or begins one.
   *
   * @throws JournalException if it cannot be used for this run
   * @throws UncheckedIOException if the disk fails
   */
  static <O> Journal<O> open(
      Path path, Map<String, String> fingerprint, JournalRows<O> rows, long now) {
    try {
      if (path.getParent() != null) {
        Files.createDirectories(path.getParent());
      }
      RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
      try {
        Journal<O> journal = new Journal<>(path, file, rows);
        journal.lock();
        journal.read(new JournalHeader(fingerprint));
        journal.syncedAt = now;
        return journal;
      } catch (IOException | RuntimeException e) {
        file.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open journal " + path, e);
    }
  }

  private void lock() throws IOException {
    try {
      if (channel.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // A run in this very JVM has it.
    }
    throw new JournalException(Problem.IN_USE, path, "another run is using it");
  }

  private void read(JournalHeader header) throws IOException {
    Optional<byte[]> first = lines.next();
    if (first.isEmpty()) {
      begin(header);
      return;
    }
    header.check(path, first.get());
    end = lines.end();
    for (Optional<byte[]> row = lines.next(); row.isPresent(); row = lines.next()) {
      put(JournalRows.item(row.get()), lines.start());
      end = lines.end();
    }
    // What was written when the last run died.
    truncate();
  }

  /** A file without a whole line: new, or of a run that died at once. */
  private void begin(JournalHeader header) throws IOException {
    byte[] found = lines.torn();
    if (!JournalHeader.isBeginning(found)) {
      throw new JournalException(Problem.CORRUPT, path, "it holds something else");
    }
    truncate();
    append(header.line());
    file.getFD().sync();
  }

  private void truncate() throws IOException {
    channel.truncate(end);
    file.seek(end);
  }

  private void put(long item, long at) {
    if (item >= places.length) {
      places =
          Arrays.copyOf(places, (int) Math.min(Integer.MAX_VALUE - 8, item + item / 2 + 1_024));
    }
    places[(int) item] = at;
    last = Math.max(last, item);
  }

  /**
   * The outcome of an item, if an earlier run wrote one.
   *
   * @throws JournalException if it was another item then
   */
  <I> Optional<Outcome<I, O>> find(long index, I input) {
    if (index > last || places[(int) index] == 0) {
      return Optional.empty();
    }
    try {
      lines.seek(places[(int) index]);
      return Optional.of(rows.read(lines.next().orElseThrow(), index, input));
    } catch (JournalRows.OtherInputException e) {
      throw otherInput("item " + index + " (counted from 0) is not what it was");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read journal " + path, e);
    }
  }

  /**
   * Looks whether the input was as long as the journal.
   *
   * @throws JournalException if it was shorter
   */
  void checkEnd(long items) {
    if (last >= items) {
      throw otherInput("it has " + items + " items, and the journal an item " + last);
    }
  }

  private JournalException otherInput(String what) {
    return new JournalException(Problem.OTHER_RUN, path, "it belongs to another input: " + what);
  }

  /**
   * Writes an outcome, unless it is a failure that may pass: once this returns, the end of this
   * process does not lose it. A power cut may lose those of the last second. Any thread may call
   * this.
   *
   * @throws IllegalArgumentException if its input or its answer cannot be written as JSON
   * @throws UncheckedIOException if the disk fails; it does not count as written then
   */
  void write(Outcome<?, ? extends O> outcome) {
    if (outcome instanceof Outcome.Failure<?, ? extends O> failure
        && JournalFailure.mayPass(failure.error())) {
      return;
    }
    JournalLine row = rows.write(outcome);
    synchronized (this) {
      try {
        if (broken != null) {
          throw new IOException("an earlier row could not be written", broken);
        }
        append(row);
      } catch (IOException e) {
        if (broken == null) {
          broken = e;
          forget(e);
        }
        throw new UncheckedIOException("cannot write journal " + path, e);
      }
      synced = false;
    }
  }

  /** Not through the channel, which an interrupt would close. */
  private void append(JournalLine line) throws IOException {
    line.appendTo(file);
    end += line.size();
  }

  /** Takes back what a full disk took half of. If that fails too, the next run does it. */
  private void forget(IOException why) {
    try {
      truncate();
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  /**
   * Forces what was written to the disk, once a second.
   *
   * @throws UncheckedIOException if the disk fails
   */
  void syncNowAndThen(long now) {
    // A clock that was set back must not stop it.
    if (now - syncedAt < SYNC_NANOS && now - syncedAt >= 0) {
      return;
    }
    syncedAt = now;
    try {
      sync();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot force journal " + path + " to the disk", e);
    }
  }

  /** Others may go on to write meanwhile. */
  private void sync() throws IOException {
    synchronized (this) {
      if (synced) {
        return;
      }
      synced = true;
    }
    file.getFD().sync();
  }

  /** Forces all of it to the disk and lets go of the file. */
  @Override
  @SuppressWarnings("try") // only to be closed
  public void close() {
    try (Closeable afterwards = this::letGo) {
      sync();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close journal " + path, e);
    }
  }

  /** While nobody writes: a thread that comes too late must not write to what is opened next. */
  private synchronized void letGo() throws IOException {
    file.close();
  }
}
